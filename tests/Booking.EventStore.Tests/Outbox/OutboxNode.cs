using Booking.EventStore.Outbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A process of its own: pool, signal, listener and worker.</summary>
sealed class OutboxNode : IAsyncDisposable
{
    readonly NpgsqlDataSource _dataSource;
    readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Listener _listener;
    readonly OutboxWorker _worker;

    OutboxNode(OutboxRig rig, OutboxHandlers handlers, OutboxOptions options, Func<TimeSpan, CancellationToken, Task>? pause)
    {
        _dataSource = NpgsqlDataSource.Create(rig.ConnectionString);
        _listener = new(_dataSource, NullLogger<Listener>.Instance);
        _worker = new(
            _dataSource, rig.Clock, OutboxRig.Types, handlers, Signal, _listener, _services.GetRequiredService<IServiceScopeFactory>(), options,
            new StopLogger(_waits)) { Pause = pause ?? Task.Delay };
    }

    public OutboxSignal Signal { get; } = new();

    /// <summary>Ends when the worker, told to stop, takes no more and only waits for what runs.</summary>
    public Task WaitsForTheRest => _waits.Task;

    public static async Task<OutboxNode> Start(OutboxRig rig, OutboxHandlers handlers, OutboxOptions options, Func<TimeSpan, CancellationToken, Task>? pause = null)
    {
        var node = new OutboxNode(rig, handlers, options, pause);
        await node._listener.StartAsync(CancellationToken.None);
        await node._listener.Listening.WaitAsync(OutboxRig.Patience);
        await node._worker.StartAsync(CancellationToken.None);
        return node;
    }

    /// <summary>Returns when everything that ran has been recorded.</summary>
    public Task Stop() => _worker.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Stop();
        await _listener.StopAsync(CancellationToken.None);
        _worker.Dispose();
        _listener.Dispose();
        await _services.DisposeAsync();
        await _dataSource.DisposeAsync();
    }

    sealed class StopLogger(TaskCompletionSource waits) : ILogger<OutboxWorker>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception).StartsWith("Stopping", StringComparison.Ordinal))
            {
                waits.TrySetResult();
            }
        }
    }
}
