using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>A quarantine as it stands.</summary>
/// <param name="BegunAt">When somebody ordered it.</param>
/// <param name="LostAt">When the database that was restored had stopped: what was due until then may have been sent by it.</param>
/// <param name="ReconciledAt">When all that was sorted out; null while it is not.</param>
public sealed record Quarantine(Instant BegunAt, Instant LostAt, Instant? ReconciledAt);

/// <summary>
/// Holds back everything that leaves the service after a restore: a message that the restored database believes unsent may have been sent
/// by the one that was lost. It is a row, so it counts in all processes at once and outlives them.
/// </summary>
public sealed class OutboxQuarantine(NpgsqlDataSource dataSource)
{
    /// <summary>Stands as the error of a message that was dropped.</summary>
    public const string DroppedBecause = "Not sent: it may have gone out before the database was restored.";

    const string DropText = """
        with dropped as (
            update outbox set sent_at = $1, attempts = greatest(attempts, 1), lease = null, leased_until = null, error = $2
             where sent_at is null and dead_at is null and type = any ($3) and deliver_at <= $4
            returning type)
        select type, count(*) from dropped group by type order by type
        """;

    /// <returns>Null when there is none.</returns>
    public async Task<Quarantine?> Find(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select begun_at, lost_at, reconciled_at from outbox_quarantine");
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetInstant(0), row.GetInstant(1), row.GetInstantOrNull(2)) : null;
    }

    /// <summary>From the next take on nothing is sent; what is being sent at this moment is not stopped.</summary>
    /// <returns>False when there is one already: it stays as it is.</returns>
    public Task<bool> Begin(Instant now, Instant lostAt, CancellationToken ct) =>
        Change("insert into outbox_quarantine (begun_at, lost_at) values ($1, $2) on conflict (single) do nothing", ct, Pg.At(now), Pg.At(lostAt));

    /// <returns>False when there is none.</returns>
    public Task<bool> Reconciled(Instant now, CancellationToken ct) => Change("update outbox_quarantine set reconciled_at = $1", ct, Pg.At(now));

    /// <returns>False when there was none.</returns>
    public Task<bool> End(CancellationToken ct) => Change("delete from outbox_quarantine", ct);

    /// <summary>Takes messages of these types, which were due by <paramref name="lostAt"/>, for sent: once at most is meant to be better for them than twice.</summary>
    /// <returns>How many of each type.</returns>
    public async Task<IReadOnlyList<(string Type, long Count)>> Drop(string[] types, Instant lostAt, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(DropText).With(Pg.At(now), Pg.Text(DroppedBecause), Pg.Texts(types), Pg.At(lostAt));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(string, long)> dropped = [];
        while (await row.ReadAsync(ct))
        {
            dropped.Add((row.GetString(0), row.GetInt64(1)));
        }

        return dropped;
    }

    async Task<bool> Change(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql).With(parameters);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
