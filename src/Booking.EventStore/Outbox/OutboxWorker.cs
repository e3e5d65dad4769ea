using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>
/// Delivers messages: takes as many as it can handle at once, so that none waits with its lease running. Any number of
/// processes may do so on one database. Stopping, it lets what runs end within a budget and gives the rest back.
/// </summary>
public sealed class OutboxWorker : BackgroundService
{
    readonly OutboxSignal _signal;
    readonly OutboxOptions _options;
    readonly OutboxLeases _leases;
    readonly OutboxNotifier _notifier;
    readonly Outcomes _outcomes;
    readonly MessageRunner _runner;
    readonly Outage _outage;
    readonly ILogger _logger;
    readonly string[] _types;

    /// <summary>After a long outage: until others have recorded what they did, who try again after <see cref="Outage.Longest"/> at the latest.</summary>
    static readonly TimeSpan TimeForOthers = Outage.Longest + TimeSpan.FromSeconds(1.5);

    /// <summary>How others are given time.</summary>
    internal Func<TimeSpan, CancellationToken, Task> Pause { get; init; } = Task.Delay;

    /// <param name="dataSource">The database of the outbox.</param>
    /// <param name="clock">Says what is due.</param>
    /// <param name="types">The messages that can be sent.</param>
    /// <param name="handlers">A handler for each of them.</param>
    /// <param name="signal">Rung by whoever commits messages in this process.</param>
    /// <param name="listener">Hears of the commits of other processes; not started yet.</param>
    /// <param name="scopes">Each message gets a scope.</param>
    /// <param name="options">Bounds and times.</param>
    /// <param name="logger">Says what failed.</param>
    /// <exception cref="InvalidOperationException">A registered message has no handler, or a handler no registered message.</exception>
    public OutboxWorker(
        NpgsqlDataSource dataSource, IClock clock, MessageTypes types, OutboxHandlers handlers, OutboxSignal signal, Listener listener,
        IServiceScopeFactory scopes, OutboxOptions options, ILogger<OutboxWorker> logger)
    {
        (_signal, _options, _types, _logger) = (signal, options.Checked(), handlers.NamesOf(types), logger);
        _leases = new(dataSource, clock);
        _outcomes = new(logger);
        _runner = new(types, handlers, _leases, _outcomes, scopes, clock, options, logger);
        _outage = new(logger, "Taking messages");
        _notifier = new(dataSource, signal, logger);
        _notifier.ListenOn(listener);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Deliver(stoppingToken), _notifier.Run(stoppingToken));

    async Task Deliver(CancellationToken stopping)
    {
        using var abandon = new CancellationTokenSource();
        List<Task> running = [];
        while (!stopping.IsCancellationRequested)
        {
            running.RemoveAll(static work => work.IsCompleted);
            var taken = await Take(_options.Concurrency - running.Count, stopping);
            if (stopping.IsCancellationRequested)
            {
                await Task.WhenAll(taken.Select(_runner.GiveBack));
                break;
            }

            running.AddRange(taken.Select(message => Start(message, abandon.Token)));
            if (taken.Count == 0)
            {
                await Idle(stopping);
            }
        }

        abandon.CancelAfter(_options.ShutdownBudget);
        _logger.LogInformation("Stopping: at most {Budget} for {Count} messages that are being handled.", _options.ShutdownBudget, running.Count(static w => !w.IsCompleted));
        await Task.WhenAll(running);
    }

    /// <summary>A take is never cut off half way: what the database gave would be lost until its lease runs out.</summary>
    async Task<IReadOnlyList<LeasedMessage>> Take(int free, CancellationToken stopping)
    {
        if (free == 0 || _outcomes.AreWaiting)
        {
            return [];
        }

        try
        {
            await GiveOthersTime(stopping);
            var taken = await _leases.Take(free, _options.Lease, _types, CancellationToken.None);
            _outage.Over();
            return taken;
        }
        catch (Exception e)
        {
            await _outage.Endure(e, stopping);
            return [];
        }
    }

    /// <summary>
    /// When an outage, and a pause after it, may have outlasted what was left of a lease, what another node has done and not recorded yet looks as if
    /// nobody had it.
    /// </summary>
    async Task GiveOthersTime(CancellationToken stopping)
    {
        var harmless = _options.Lease - _options.HandlerTimeout - OutboxOptions.Grace - Outage.Longest;
        if (_outage.Lasted > (harmless > TimeSpan.Zero ? harmless : TimeSpan.Zero))
        {
            await _leases.Probe(CancellationToken.None);
            await Pause(TimeForOthers, stopping);
        }
    }

    /// <summary>A place that comes free, and a key whose head is gone, are reasons to look again.</summary>
    Task Start(LeasedMessage message, CancellationToken abandon)
    {
        var work = Task.Run(() => _runner.Run(message, abandon), CancellationToken.None);
        _ = work.ContinueWith(_ => _signal.Local.Ring(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return work;
    }

    async Task Idle(CancellationToken stopping)
    {
        try
        {
            await _signal.Local.Wait(_options.Poll, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop's condition says the rest.
        }
    }
}
