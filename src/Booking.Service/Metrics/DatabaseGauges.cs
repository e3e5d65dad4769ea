using System.Diagnostics;
using System.Diagnostics.Metrics;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Metrics;

/// <summary>
/// What is to be counted in the database: queues, open matters, the archive. It is read in one round trip, every 15 s at most and only while somebody looks, and told to
/// whoever observes the gauges. Every node tells the same; take the maximum.
/// </summary>
public sealed class DatabaseGauges : BackgroundService
{
    static readonly string Statement = EmbeddedSql.Read("database_gauges.sql");
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(15), Watched = TimeSpan.FromSeconds(90), Patience = TimeSpan.FromSeconds(2);

    /// <summary>Name, unit, name of the tag if it has one, and what it is.</summary>
    static readonly (string Name, string Unit, string? Tag, string Description)[] All =
    [
        ("booking.outbox.pending", "{message}", "state", "Messages that are not delivered: due by now, or scheduled for later."),
        ("booking.outbox.oldest_age", "s", null, "How long the longest-waiting due message has been due."),
        ("booking.outbox.dead", "{message}", "message.type", "Messages that were given up, by type."),
        ("booking.holds.active", "{hold}", null, "Holds that live now."),
        ("booking.anomalies.open", "{anomaly}", "kind", "Matters of money that nobody has resolved, by kind."),
        ("booking.waitlist.waiting", "{entry}", null, "Wishes that wait for a time."),
        ("booking.webhook.pending", "{delivery}", null, "Deliveries to integrators that are not made."),
        ("booking.webhook.oldest_age", "s", null, "How long the longest-waiting delivery has been due."),
        ("booking.projection.rebuild.left", "{event}", "projection", "Events that a running rebuild still has to read."),
        ("booking.projection.rebuild.failed", "1", "projection", "1 when the last rebuild of a projection failed."),
        ("booking.database.connections", "{connection}", null, "Sessions of the whole cluster."),
        ("booking.database.connections.max", "{connection}", null, "The server's max_connections."),
        ("booking.database.transaction.oldest_age", "s", null, "How long the oldest open transaction runs, of those that this user may see."),
        ("booking.database.archive.failing", "1", null, "1 while the last attempt to archive WAL failed; absent without archiving."),
        ("booking.database.archive.age", "s", null, "Since the last WAL segment was archived, 0 while none waits; absent without archiving."),
        ("booking.database.replication.lag", "s", "replica", "How far a replica's replay is behind, as the primary knows it."),
    ];

    readonly NpgsqlDataSource _dataSource;
    readonly IClock _clock;
    readonly ILogger<DatabaseGauges> _log;
    readonly SemaphoreSlim _reading = new(1);
    readonly Meter _meter = new(BookingMeter.Name);
    Sample? _last;
    bool _up = true;
    long _lookedAt;

    /// <param name="Values">Of each gauge its values, each with the value of its tag.</param>
    sealed record Sample(ILookup<string, (string? Tag, double Value)> Values, long ReadAt)
    {
        public TimeSpan Age => Stopwatch.GetElapsedTime(ReadAt);
    }

    public DatabaseGauges(NpgsqlDataSource dataSource, DatabaseClock clock, ILogger<DatabaseGauges> log)
    {
        (_dataSource, _clock, _log) = (dataSource, clock, log);
        foreach (var (name, unit, tag, description) in All)
        {
            _meter.CreateObservableGauge(name, () => Observe(name, tag), unit, description);
        }

        _meter.CreateObservableGauge("booking.database.up", () => Volatile.Read(ref _up) ? 1 : 0, "1", "Whether the database answered when it was last asked for these gauges.");
        _meter.CreateObservableGauge(
            "booking.clock.offset", () => clock.MachineAhead.TotalSeconds, "s", "How far this machine's clock is ahead of the database's, by which everything is decided.");
    }

    /// <summary>The last value that was read; null when there is none. Asks nobody, but keeps the reading up.</summary>
    public double? Value(string gauge)
    {
        Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
        return Current is { } sample && sample.Values[gauge].Any() ? sample.Values[gauge].Max(v => v.Value) : null;
    }

    /// <summary>Reads anew what is older than 15 s. One at a time; whoever comes meanwhile gets the same. Never throws for a database that is away.</summary>
    public Task Refresh(CancellationToken ct)
    {
        Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
        return Read(Pause, ct);
    }

    /// <param name="atLeast">How old the last reading must be to be done anew.</param>
    async Task Read(TimeSpan atLeast, CancellationToken ct)
    {
        await _reading.WaitAsync(ct);
        try
        {
            if (_last is null || _last.Age >= atLeast)
            {
                await Read(ct);
            }
        }
        finally
        {
            _reading.Release();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Periodically.Run(
        Pause, "Reading gauges", _log, ct => Stopwatch.GetElapsedTime(Volatile.Read(ref _lookedAt)) < Watched ? Read(TimeSpan.Zero, ct) : Task.CompletedTask, stoppingToken);

    public override void Dispose()
    {
        _meter.Dispose();
        _reading.Dispose();
        base.Dispose();
    }

    /// <summary>Not told once it is too old to be true.</summary>
    Sample? Current => Volatile.Read(ref _last) is { } sample && sample.Age < Watched ? sample : null;

    // That it was observed keeps it alive for the next minute and a half; that its own loop reads it does not.
    IEnumerable<Measurement<double>> Observe(string name, string? tag)
    {
        Volatile.Write(ref _lookedAt, Stopwatch.GetTimestamp());
        return Current is { } sample
            ? sample.Values[name].Select(v => tag is null ? new Measurement<double>(v.Value) : new(v.Value, BookingMeter.Tag(tag, v.Tag)))
            : [];
    }

    async Task Read(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        try
        {
            await using var command = _dataSource.CreateCommand(Statement).With(Pg.At(_clock.GetCurrentInstant()));
            await using var row = await command.ExecuteReaderAsync(limit.Token);
            List<(string Name, string? Tag, double Value)> values = [];
            while (await row.ReadAsync(limit.Token))
            {
                values.Add((row.GetString(0), row.GetStringOrNull(1), row.GetDouble(2)));
            }

            Volatile.Write(ref _last, new(values.ToLookup(v => v.Name, v => (v.Tag, v.Value), StringComparer.Ordinal), Stopwatch.GetTimestamp()));
            Volatile.Write(ref _up, value: true);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is NpgsqlException or OperationCanceledException)
        {
            Volatile.Write(ref _up, value: false);
        }
    }
}
