using System.Diagnostics;
using System.Diagnostics.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>How much there is in the outbox.</summary>
/// <param name="Due">Should have been delivered by now.</param>
/// <param name="Scheduled">For later.</param>
/// <param name="Dead">Given up.</param>
/// <param name="OldestAge">How long the longest-waiting due message has been due; zero when none is.</param>
public sealed record OutboxDepth(long Due, long Scheduled, long Dead, Duration OldestAge);

/// <summary>
/// Reads the depth of the outbox and publishes it as <c>booking.outbox.pending</c> (by <c>state</c>),
/// <c>booking.outbox.oldest_age</c> (seconds) and <c>booking.outbox.dead</c>: one query an observation, at most every 5 s.
/// </summary>
public sealed class OutboxMonitor : IDisposable
{
    const string DepthText = """
        select count(*) filter (where deliver_at <= $1), count(*) filter (where deliver_at > $1),
               (select count(*) from outbox where dead_at is not null), min(deliver_at) filter (where deliver_at <= $1)
          from outbox where sent_at is null and dead_at is null
        """;

    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    readonly NpgsqlDataSource _dataSource;
    readonly IClock _clock;
    readonly Lock _lock = new();
    OutboxDepth? _last;
    long _readAt;

    /// <param name="dataSource">The database of the outbox.</param>
    /// <param name="clock">Says what is due.</param>
    public OutboxMonitor(NpgsqlDataSource dataSource, IClock clock)
    {
        (_dataSource, _clock) = (dataSource, clock);
        Meter.CreateObservableGauge("booking.outbox.pending", () => Observe(Pending), "{message}");
        Meter.CreateObservableGauge("booking.outbox.oldest_age", () => Observe(static d => [new(d.OldestAge.TotalSeconds)]), "s");
        Meter.CreateObservableGauge("booking.outbox.dead", () => Observe(static d => [new((double)d.Dead)]), "{message}");
    }

    internal Meter Meter { get; } = new(OutboxTelemetry.Name);

    /// <summary>The depth now.</summary>
    public async Task<OutboxDepth> Read(CancellationToken ct)
    {
        var now = _clock.GetCurrentInstant();
        await using var command = _dataSource.CreateCommand(DepthText).With(Pg.At(now));
        command.CommandTimeout = 5;
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var age = row.GetInstantOrNull(3) is { } oldest ? now - oldest : Duration.Zero;
        return new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), age);
    }

    public void Dispose() => Meter.Dispose();

    static IEnumerable<Measurement<double>> Pending(OutboxDepth depth) =>
        [new(depth.Due, new KeyValuePair<string, object?>("state", "due")), new(depth.Scheduled, new KeyValuePair<string, object?>("state", "scheduled"))];

    /// <summary>Nothing is measured while the database is away; the meter's callbacks cannot await.</summary>
    IEnumerable<Measurement<double>> Observe(Func<OutboxDepth, IEnumerable<Measurement<double>>> pick)
    {
        lock (_lock)
        {
            if (_last is null || Stopwatch.GetElapsedTime(_readAt) > Fresh)
            {
                _last = ReadOrNull();
                _readAt = Stopwatch.GetTimestamp();
            }

            return _last is null ? [] : pick(_last);
        }
    }

    OutboxDepth? ReadOrNull()
    {
        try
        {
            return Read(CancellationToken.None).GetAwaiter().GetResult();
        }
        catch (NpgsqlException)
        {
            return null;
        }
    }
}
