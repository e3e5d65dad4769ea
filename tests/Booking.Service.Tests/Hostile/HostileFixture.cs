using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Booking.Service.Hosting;
using Booking.Service.Tests.OpenApi;
using Booking.Service.Tests.Payments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>The walk takes seconds, so its tests share one; what one of them leaves behind breaks no other.</summary>
[CollectionDefinition(Name)]
public sealed class AfterTheWalk : ICollectionFixture<HostileFixture>
{
    public const string Name = "after the walk";
}

/// <summary>A service in which everything was done once, and what it logged and traced while that was done.</summary>
public sealed class HostileFixture : PayingFixture
{
    readonly ConcurrentQueue<string> said = [];
    readonly Telemetry.WithoutPaths exported = new();
    ActivityListener? listener;

    /// <summary>Every log event that Production would write, and every tag of every span as it is exported.</summary>
    public IReadOnlyCollection<string> Said => said;

    internal WalkWorld World { get; private set; } = null!;

    internal Walk Walk { get; private set; } = null!;

    internal ApiDocument Document { get; private set; } = null!;

    protected override (string Key, string? Value)[] Settings =>
    [
        .. base.Settings, ("Logging:LogLevel:Default", "Information"), ("Logging:LogLevel:Microsoft.AspNetCore", "Warning"),
        ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Warning"), ("Logging:LogLevel:Npgsql", "Warning"), ("Logging:LogLevel:System.Net.Http", "Warning"),
    ];

    protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<ILoggerProvider>(new Ears(said));
    }

    public override async ValueTask InitializeAsync()
    {
        listener = new()
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Hear,
        };
        ActivitySource.AddActivityListener(listener);
        await base.InitializeAsync();
        Document = new(JsonDocument.Parse(await Http().GetByteArrayAsync("/openapi/v1.json")).RootElement);
        Walk = new(World = new(this));
        await Walk.Go();
    }

    public override async ValueTask DisposeAsync()
    {
        listener?.Dispose();
        exported.Dispose();
        await base.DisposeAsync();
    }

    void Hear(Activity activity)
    {
        exported.OnEnd(activity);
        said.Enqueue($"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Events.SelectMany(one => one.Tags))}");
    }

    sealed class Ears(ConcurrentQueue<string> said) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Dispose()
        {
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            said.Enqueue($"{formatter(state, exception)} {exception} {(state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "")}");
    }
}
