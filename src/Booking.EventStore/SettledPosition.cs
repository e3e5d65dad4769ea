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
    public static Task<long> Read(NpgsqlConnection connection, CancellationToken ct) => Read(sql => new NpgsqlCommand(sql, connection), ct);

    /// <summary>The same for whoever shares a pool with others: no connection is held while it waits.</summary>
    /// <param name="atMost">How long to wait for the writers in flight.</param>
    /// <exception cref="TimeoutException">They went on for longer.</exception>
    public static async Task<long> Read(NpgsqlDataSource dataSource, TimeSpan atMost, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(atMost);
        try
        {
            return await Read(dataSource.CreateCommand, limit.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"Writers in flight kept the log from settling for {atMost.TotalSeconds} s.", e);
        }
    }

    static async Task<long> Read(Func<string, NpgsqlCommand> ask, CancellationToken ct)
    {
        var last = await Scalar(ask, "select case when is_called then last_value else 0 end from mt_events_sequence", ct);
        var own = await Scalar(ask, "select pg_current_xact_id()::text::bigint", ct);
        for (var pause = 1; await Scalar(ask, "select pg_snapshot_xmin(pg_current_snapshot())::text::bigint", ct) <= own; pause = Math.Min(pause * 2, 50))
        {
            await Task.Delay(pause, ct);
        }

        return last;
    }

    static async Task<long> Scalar(Func<string, NpgsqlCommand> ask, string sql, CancellationToken ct)
    {
        await using var command = ask(sql);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
