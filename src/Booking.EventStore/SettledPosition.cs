using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// The fence for readers of the log (guarantee E3). A sequence hands out positions in one order and transactions commit
/// in another, so "everything after the last I saw" would skip the slow ones for ever. Writers take a transaction id
/// (they write the stream's row) before they ask the sequence; so once every transaction that is older than this
/// reader's own has ended, nothing at or below the position read before can still appear.
/// </summary>
public static class SettledPosition
{
    /// <summary>The highest position at or below which nothing can appear any more.</summary>
    /// <remarks>
    /// Waits for the writers in flight, in any database of the cluster; <c>idle_in_transaction_session_timeout</c> bounds
    /// the wait. Stores nothing and costs writers nothing. The connection must not be inside a transaction.
    /// </remarks>
    public static async Task<long> Read(NpgsqlConnection connection, CancellationToken ct)
    {
        var last = await Scalar(connection, "select case when is_called then last_value else 0 end from mt_events_sequence", ct);
        var own = await Scalar(connection, "select pg_current_xact_id()::text::bigint", ct);
        for (var pause = 1; await Scalar(connection, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ct) <= own; pause = Math.Min(pause * 2, 50))
        {
            await Task.Delay(pause, ct);
        }

        return last;
    }

    static async Task<long> Scalar(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
