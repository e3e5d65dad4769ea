using System.Diagnostics;
using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// The database's clock, which is the service's: all nodes read the same time, whatever their machines believe. It runs
/// on the machine's steady counter between two measurements, so a step of the machine's own clock does not touch it.
/// In Development it can be moved by an offset that is a row, so that all nodes move together.
/// </summary>
/// <remarks>Instants are whole microseconds, as the database keeps them: what is stored equals what was decided on.</remarks>
public sealed class DatabaseClock : IClock, IDisposable
{
    internal const string Channel = "booking_clock";

    const int Rounds = 3;
    const int TicksPerMicrosecond = 10;

    readonly NpgsqlDataSource _dataSource;
    readonly bool _movable;
    readonly SemaphoreSlim _changing = new(1);
    readonly List<Action> _onMoved = [];
    Reading? _reading;
    long _machineAhead;

    /// <summary>The database's time at one value of the counter, and how far off it may be.</summary>
    sealed record Reading(Instant Database, long Counter, Duration Shift, Duration Uncertainty)
    {
        public Instant Real => Database + Duration.FromTimeSpan(Stopwatch.GetElapsedTime(Counter));
    }

    /// <param name="dataSource">The database that gives the time.</param>
    /// <param name="movable">True in Development only: the offset is read, and may be changed.</param>
    public DatabaseClock(NpgsqlDataSource dataSource, bool movable) => (_dataSource, _movable) = (dataSource, movable);

    /// <summary>Has this called after the offset has changed, here or on another node. For use at start.</summary>
    public void OnMoved(Action call) => _onMoved.Add(call);

    /// <exception cref="InvalidOperationException">It was never synchronised.</exception>
    public Instant GetCurrentInstant()
    {
        var reading = Volatile.Read(ref _reading) ?? throw new InvalidOperationException("The database clock was asked before it was synchronised.");
        var now = reading.Real + reading.Shift;
        return Instant.FromUnixTimeTicks(now.ToUnixTimeTicks() / TicksPerMicrosecond * TicksPerMicrosecond);
    }

    /// <summary>
    /// How far this machine's own clock was ahead of the database's when it was last measured; negative is behind. Nothing is decided by the
    /// machine's clock, but logs, certificates and signatures to and from others are.
    /// </summary>
    public Duration MachineAhead => Duration.FromTicks(Interlocked.Read(ref _machineAhead));

    /// <summary>Measures again and reads the offset again.</summary>
    /// <exception cref="NpgsqlException">The database is out of reach; the clock runs on as it was.</exception>
    public Task Synchronize(CancellationToken ct) => Change(Measure, ct);

    /// <summary>Sets how far the clock of all nodes is ahead of the database's: at most 100 years, negative is behind.</summary>
    /// <exception cref="InvalidOperationException">The clock cannot be moved here.</exception>
    public Task SetOffset(Duration offset, CancellationToken ct) => Move("$1", ClockSql.Interval(offset), ct);

    /// <summary>Moves the clock of all nodes on from where it is.</summary>
    /// <inheritdoc cref="SetOffset"/>
    public Task Advance(Duration by, CancellationToken ct) => Move("shift + $1", ClockSql.Interval(by), ct);

    /// <summary>Sets the clock of all nodes to an instant, from which it runs on.</summary>
    /// <inheritdoc cref="SetOffset"/>
    public Task SetTo(Instant now, CancellationToken ct) => Move("$1 - clock_timestamp()", Pg.At(now), ct);

    /// <summary>Back to the database's own time.</summary>
    /// <inheritdoc cref="SetOffset"/>
    public Task Reset(CancellationToken ct) => SetOffset(Duration.Zero, ct);

    public void Dispose() => _changing.Dispose();

    Task Move(string shift, NpgsqlParameter parameter, CancellationToken ct) =>
        _movable
            ? Change(
                async (connection, token) =>
                {
                    var moved = await ClockSql.Move(connection, shift, parameter, token);
                    return (_reading ?? await Measure(connection, token)) with { Shift = moved };
                },
                ct)
            : throw new InvalidOperationException("The clock can be moved in Development only.");

    /// <summary>One at a time, so that an older reading never overwrites a newer one.</summary>
    async Task Change(Func<NpgsqlConnection, CancellationToken, Task<Reading>> read, CancellationToken ct)
    {
        await _changing.WaitAsync(ct);
        bool moved;
        try
        {
            await using var connection = await _dataSource.OpenConnectionAsync(ct);
            var next = await read(connection, ct);
            moved = _reading is not null && _reading.Shift != next.Shift;
            Volatile.Write(ref _reading, next);
        }
        finally
        {
            _changing.Release();
        }

        if (moved)
        {
            _onMoved.ForEach(static call => call());
        }
    }

    /// <summary>The quickest of three: half its round trip is what it may be off. A difference within that is no news, and the clock does not twitch.</summary>
    async Task<Reading> Measure(NpgsqlConnection connection, CancellationToken ct)
    {
        Reading? best = null;
        for (var round = 0; round < Rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var (database, shift) = await ClockSql.Read(connection, ct);
            var half = Duration.FromTimeSpan(Stopwatch.GetElapsedTime(began)) / 2;
            if (best is null || half < best.Uncertainty)
            {
                best = new(database + half, Stopwatch.GetTimestamp(), _movable ? shift : Duration.Zero, half);
                var ahead = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) - best.Database;
                Interlocked.Exchange(ref _machineAhead, ahead.BclCompatibleTicks);
            }
        }

        return _reading is { } current && Abs(current.Real - best!.Real) <= best.Uncertainty ? current with { Shift = best.Shift } : best!;
    }

    static Duration Abs(Duration duration) => duration < Duration.Zero ? -duration : duration;
}
