using Booking.EventStore.Outbox;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Booking.EventStore;

/// <summary>
/// Keeps the database clock right: measured before anything else starts, every 10 s after that, and at once when another
/// node has moved it. While the database is away the clock runs on by itself.
/// </summary>
public sealed class ClockKeeper : BackgroundService
{
    readonly DatabaseClock _clock;
    readonly Wake _moved = new();
    readonly Outage _outage;

    /// <param name="clock">The clock to keep.</param>
    /// <param name="listener">Hears that another node has moved it; not started yet.</param>
    /// <param name="logger">Says that the database does not answer.</param>
    public ClockKeeper(DatabaseClock clock, Listener listener, ILogger<ClockKeeper> logger)
    {
        (_clock, _outage) = (clock, new(logger, "Reading the database's clock"));
        listener.On(DatabaseClock.Channel, _ => _moved.Ring());
    }

    /// <summary>Between two measurements that nobody asked for.</summary>
    internal TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await _clock.Synchronize(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _moved.Wait(Interval, stoppingToken);
                await _clock.Synchronize(stoppingToken);
                _outage.Over();
            }
            catch (Exception e)
            {
                await _outage.Endure(e, stoppingToken);
            }
        }
    }
}
