using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Booking.Service.Tests.Notifications;

/// <summary>The service beside a mail server and a gateway for text messages, with everything that it logs.</summary>
public sealed class MessagingFixture : ServiceFixture
{
    LoopbackGateway? gateway;
    LoopbackSmtp? smtp;

    public LoopbackGateway Gateway => gateway!;
    public LoopbackSmtp Smtp => smtp!;
    public ConcurrentQueue<string> Logged { get; } = [];

    protected override (string Key, string? Value)[] Settings =>
    [
        ("Sms:Gateway:Url", Gateway.Url.AbsoluteUri), ("Sms:Gateway:Token", "gateway-secret"), ("Sms:Gateway:From", "Clinic"),
        ("Mail:Smtp:Host", "127.0.0.1"), ("Mail:Smtp:Port", $"{Smtp.Port}"), ("Mail:Smtp:From", "clinic@letters.test"), ("Logging:LogLevel:Default", "Debug"),
    ];

    protected override void Replace(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(new Catcher(Logged));

    public override async ValueTask InitializeAsync()
    {
        (gateway, smtp) = (await LoopbackGateway.Start(), LoopbackSmtp.Start());
        await base.InitializeAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
        await Smtp.DisposeAsync();
    }

    sealed class Catcher(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");
    }
}
