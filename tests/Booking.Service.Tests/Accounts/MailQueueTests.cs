using Booking.Service.Accounts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Accounts;

/// <summary>Mail that is sent behind the answer.</summary>
public sealed class MailQueueTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_sender_that_is_no_address_costs_the_mail_and_not_the_node()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Mail:Smtp:Host", "127.0.0.1"), new("Mail:Smtp:Port", "1"), new("Mail:Smtp:From", "no address at all")]).Build();
        var environment = new HostingEnvironment { EnvironmentName = Environments.Production };
        var mailer = new Mailer(configuration, environment, service.Services.GetRequiredService<NpgsqlDataSource>(), service.Services.GetRequiredService<IClock>(), NullLogger<Mailer>.Instance);
        var log = new FailureLog();
        using var queue = new MailQueue(mailer, environment, log);
        await queue.StartAsync(CancellationToken.None);

        await queue.Send(Guid.NewGuid(), new("email", "ann@clinic.test", "Code", "123456", "en"));
        await log.Told.WaitAsync(TimeSpan.FromSeconds(20));
        await queue.StopAsync(CancellationToken.None);

        Assert.True(queue.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>Says when it was told of a failure.</summary>
    sealed class FailureLog : ILogger<MailQueue>
    {
        readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Told => told.Task;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => told.TrySetResult();
        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
