using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// Keeps a swap away from those who read several tables in one snapshot. A table that takes another's place is made of rows that an older snapshot
/// does not see: read in it, it would be half empty.
/// </summary>
public sealed class ReplaySnapshot : IAsyncDisposable
{
    /// <summary>The key of the advisory lock; any number that nothing else in the database uses.</summary>
    const long LockKey = 0x52706C7953776170;

    readonly NpgsqlConnection _connection;

    ReplaySnapshot(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Called before a repeatable-read transaction begins: no projection is swapped until this is disposed of, after its end.</summary>
    /// <param name="connection">Open, and not in a transaction: one that waits in it may have its snapshot already.</param>
    /// <remarks>Waits for a swap that is under way, up to the session's <c>lock_timeout</c>.</remarks>
    public static async Task<ReplaySnapshot> Hold(NpgsqlConnection connection, CancellationToken ct)
    {
        await Take(connection, "select pg_advisory_lock_shared($1)", ct);
        return new(connection);
    }

    /// <summary>For the rest of the transaction nobody begins another.</summary>
    /// <param name="wait">Zero: not at all. Longer: in line, so that nobody begins one meanwhile; it becomes the transaction's <c>lock_timeout</c>.</param>
    /// <returns>False when somebody holds one, which may take as long as it takes to read the whole log; after a wait the transaction is at its end then.</returns>
    internal static async Task<bool> KeepOut(NpgsqlConnection connection, TimeSpan wait, CancellationToken ct)
    {
        if (wait > TimeSpan.Zero)
        {
            return await StandInLine(connection, wait, ct);
        }

        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection).With(Pg.Long(LockKey));
        return await command.ExecuteScalarAsync(ct) is true;
    }

    static async Task<bool> StandInLine(NpgsqlConnection connection, TimeSpan wait, CancellationToken ct)
    {
        await using var limit = new NpgsqlCommand(Sql.LimitWaiting, connection).With(Pg.Long((long)wait.TotalMilliseconds));
        await limit.ExecuteNonQueryAsync(ct);
        try
        {
            await Take(connection, "select pg_advisory_xact_lock($1)", ct);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>Lets swaps go on again.</summary>
    public async ValueTask DisposeAsync()
    {
        // A session that broke has given its lock back.
        if (_connection.FullState == System.Data.ConnectionState.Open)
        {
            await Take(_connection, "select pg_advisory_unlock_shared($1)", CancellationToken.None);
        }
    }

    static async Task Take(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection).With(Pg.Long(LockKey));
        await command.ExecuteNonQueryAsync(ct);
    }
}
