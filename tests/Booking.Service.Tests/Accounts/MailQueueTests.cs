using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
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
        var environment = new HostingEnvironment { EnvironmentName = Environments.Production };
        var mailer = Mailer(environment, port: 1, from: "no address at all");
        var log = new FailureLog();
        using var queue = new MailQueue(mailer, environment, log);
        await queue.StartAsync(CancellationToken.None);

        await queue.Send(Guid.NewGuid(), new("email", "ann@clinic.test", "Code", "123456", "en"));
        await log.Told.WaitAsync(TimeSpan.FromSeconds(60));
        await queue.StopAsync(CancellationToken.None);

        Assert.True(queue.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Mail_that_a_stopping_node_can_send_no_more_is_named_and_counted_and_holds_up_nothing()
    {
        // It takes connections and says nothing.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var environment = new HostingEnvironment { EnvironmentName = Environments.Production };
        var log = new FailureLog();
        using var queue = new MailQueue(Mailer(environment, ((IPEndPoint)silent.LocalEndpoint).Port, "clinic@clinic.test"), environment, log);
        using var counted = new LostMail();
        await queue.StartAsync(CancellationToken.None);
        Guid[] accounts = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var account in accounts)
            await queue.Send(account, new("email", "ann@clinic.test", "Code", "123456", "en"));
        using var taken = await silent.AcceptTcpClientAsync();

        await queue.StopAsync(new(canceled: true)).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(queue.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(accounts, accounts.Where(account => log.Lines.Any(line => line.Contains($"{account}", StringComparison.Ordinal) && line.Contains("lost", StringComparison.Ordinal))));
        Assert.True(counted.Count >= accounts.Length);
        Assert.DoesNotContain(log.Lines, line => line.Contains("123456", StringComparison.Ordinal) || line.Contains("ann@", StringComparison.Ordinal));
    }

    Mailer Mailer(IHostEnvironment environment, int port, string from)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Mail:Smtp:Host", "127.0.0.1"), new("Mail:Smtp:Port", port.ToString(CultureInfo.InvariantCulture)), new("Mail:Smtp:From", from)]).Build();
        return new(configuration, environment, service.Services.GetRequiredService<NpgsqlDataSource>(), service.Services.GetRequiredService<IClock>(), NullLogger<Mailer>.Instance);
    }

    /// <summary>How many mails of the whole process were lost since it was made.</summary>
    sealed class LostMail : IDisposable
    {
        readonly MeterListener listener = new();
        long count;

        public LostMail()
        {
            listener.InstrumentPublished = static (instrument, ears) =>
            {
                if (instrument is { Name: "booking.notices", Meter.Name: "Booking.Service" })
                    ears.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<long>((_, by, tags, _) =>
            {
                foreach (var (key, value) in tags)
                    Interlocked.Add(ref count, key == "outcome" && value is "lost" ? by : 0);
            });
            listener.Start();
        }

        public long Count => Interlocked.Read(ref count);

        public void Dispose() => listener.Dispose();
    }

    /// <summary>Says when it was told of a failure.</summary>
    sealed class FailureLog : ILogger<MailQueue>
    {
        readonly TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

        readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> Lines => lines;

        public Task Told => told.Task;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lines.Enqueue(formatter(state, exception));
            told.TrySetResult();
        }

        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    }
}
