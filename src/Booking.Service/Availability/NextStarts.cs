using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>
/// Brings <c>next_starts</c> up to date for whoever is about to read it. What a calendar's change made wrong was marked in the same
/// transaction, what the clock made wrong says so itself; both are computed anew here, before the reader looks.
/// </summary>
public sealed class NextStarts(NpgsqlDataSource dataSource) : IDisposable
{
    /// <summary>Doctors of one statement.</summary>
    public const int Batch = 500;

    const int MostRounds = 1_000;

    /// <summary>One in this process at a time: at the full hour a thousand doctors' notice begins, and the first reader does the work of all.</summary>
    readonly SemaphoreSlim _turn = new(1);

    /// <summary>That a row of <c>next_starts n</c> does not hold at the instant of this parameter.</summary>
    public static string IsStale(string now) => $"(n.known_until <= {now} or n.known_from > {now})";

    /// <summary>Goes on until none of the asked for is stale, so that an order by next start is right.</summary>
    /// <param name="findStale">Up to <see cref="Batch"/> stale doctors among those that the reader will look at.</param>
    /// <param name="now">When the reader looks; in whole microseconds.</param>
    /// <exception cref="InvalidOperationException">Calendars change faster than they can be read.</exception>
    public async Task Settle(Func<NpgsqlConnection, CancellationToken, Task<List<Guid>>> findStale, Instant now, CancellationToken ct)
    {
        if (await IsSettled(findStale, ct))
        {
            return;
        }

        await _turn.WaitAsync(ct);
        try
        {
            await using var connection = await dataSource.OpenConnectionAsync(ct);
            for (var round = 0; round < MostRounds; round++)
            {
                if (await findStale(connection, ct) is not { Count: > 0 } stale)
                {
                    return;
                }

                if (await NextStartRows.Store(connection, await NextStartRows.Compute(connection, stale, now, ct), now, ct) == 0)
                {
                    await RenewLocked(connection, stale[0], now, ct);
                }
            }
        }
        finally
        {
            _turn.Release();
        }

        throw new InvalidOperationException($"Next starts did not settle in {MostRounds} rounds.");
    }

    /// <summary>Computes some doctors' next starts, for a reader who only shows them, and keeps what nothing overtook.</summary>
    /// <returns>Each as it was at one moment of this call.</returns>
    public async Task<Dictionary<Guid, Instant?>> Renew(IReadOnlyCollection<Guid> doctors, Instant now, CancellationToken ct)
    {
        if (doctors.Count == 0)
        {
            return [];
        }

        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var computed = await NextStartRows.Compute(connection, doctors, now, ct);
        await NextStartRows.Store(connection, computed, now, ct);
        return computed.ToDictionary(c => c.Doctor, c => c.Next.Start);
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>With a connection of its own, since who waits for the turn must keep none: a hundred readers would leave nobody one to book with.</summary>
    async Task<bool> IsSettled(Func<NpgsqlConnection, CancellationToken, Task<List<Guid>>> findStale, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return (await findStale(connection, ct)).Count == 0;
    }

    /// <summary>A doctor whose calendar changes again and again between reading and keeping is taken under the calendar lock, as a third attempt of a command is.</summary>
    static async Task RenewLocked(NpgsqlConnection connection, Guid doctor, Instant now, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var calendar = new NpgsqlCommand(
            "select 1 from mt_streams where id = (select schedule_id from calendars where doctor_id = $1) for no key update", connection).With(Pg.Uuid(doctor)))
        {
            await calendar.ExecuteNonQueryAsync(ct);
        }

        await NextStartRows.Store(connection, await NextStartRows.Compute(connection, [doctor], now, ct), now, ct);
        await transaction.CommitAsync(ct);
    }
}
