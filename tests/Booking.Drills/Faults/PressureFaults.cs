using Npgsql;

namespace Booking.Drills.Faults;

/// <summary>A database that others use up.</summary>
static class PressureFaults
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("connections-exhausted", "no connection is left for 15 s: 503 at once and not after the pool's patience; well after it", Exhausted,
            new(Nodes: 2, Database: ["max_connections=24"], PoolSize: 10)),
        new("pool-exhausted", "ten connections, all of them slow: 503 or success, within twice the 8 s that one waits for a connection and a little", PoolExhausted, new(PoolSize: 10)),
        new("lock-hog", "a table locked for 20 s: 409 busy with Retry-After or 503, no 500; the log is followed on", LockHog),
        new("idle-in-transaction", "a session that locks a row and goes quiet is ended after 10 s", IdleInTransaction),
        new("deadlock-storm", "a victim decides again: no 500", Deadlocks),
    ];

    static async Task<string> Exhausted(FaultRun run)
    {
        List<NpgsqlConnection> greedy = [];
        var (until, refused) = (run.Site.Tally.Now + TimeSpan.FromSeconds(15), 0);
        // The service's own sessions end now and then, as a pool's do, and somebody else takes their places.
        for (; run.Site.Tally.Now < until; await run.Wait(0.2))
        {
            try
            {
                var connection = new NpgsqlConnection(run.Site.Server.ConnectionString);
                greedy.Add(connection);
                await connection.OpenAsync();
            }
            catch (NpgsqlException)
            {
                refused++;
                run.Site.Wire.CutOne(run.Random.Next);
            }
        }

        foreach (var connection in greedy)
            await connection.DisposeAsync();
        run.Site.Tally.Over();
        return $"all of 24 connections taken for 15 s ({refused} times refused)";
    }

    static async Task<string> PoolExhausted(FaultRun run)
    {
        run.Site.Wire.Delay = TimeSpan.FromMilliseconds(1_000);
        await run.Wait(18);
        run.Site.Wire.Delay = TimeSpan.Zero;
        run.Site.Tally.Over();
        run.Check(run.Site.Tally.Slowest() < TimeSpan.FromSeconds(19), $"a request took {Tally.Seconds(run.Site.Tally.Slowest())} s");
        return "a pool of 10, each answer 1 s late for 18 s";
    }

    static async Task<string> LockHog(FaultRun run)
    {
        await using (var hog = await Open(run))
        {
            await using var transaction = await hog.BeginTransactionAsync();
            await Do(hog, "lock table mt_streams in access exclusive mode");
            // Kept busy, or the server would end it as idle.
            await run.Repeat(20, 1, () => Do(hog, "select 1"));
        }

        run.Site.Tally.Over();
        return "mt_streams locked for 20 s";
    }

    static async Task<string> IdleInTransaction(FaultRun run)
    {
        await using var quiet = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(run.Site.Server.ConnectionString) { Options = "-c idle_in_transaction_session_timeout=10s" }.ConnectionString);
        await quiet.OpenAsync();
        await Do(quiet, "begin");
        await Do(quiet, "select id from mt_streams where type = 'schedule' for update");
        await run.Wait(14);
        run.Site.Tally.Over();
        var open = await run.Site.Server.Do("select count(*) from pg_stat_activity where state = 'idle in transaction' and state_change < clock_timestamp() - interval '10 s'");
        run.Check(open is 0L, "the quiet session is still there");
        return "all schedules locked by a session that goes quiet";
    }

    static async Task<string> Deadlocks(FaultRun run)
    {
        var deadlocks = 0;
        async Task Quarrel(int seed)
        {
            var random = new Random(seed);
            await using var connection = await Open(run);
            await run.Repeat(20, 0.05, async () =>
            {
                var order = random.Next(2) == 0 ? "asc" : "desc";
                try
                {
                    await using var transaction = await connection.BeginTransactionAsync();
                    await Do(connection, $"do $$ declare s record; begin for s in select id from mt_streams where type in ('schedule', 'slot_lock') order by id {order} limit 40 loop perform 1 from mt_streams where id = s.id for update; perform pg_sleep(0.005); end loop; end $$");
                    await transaction.RollbackAsync();
                }
                catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable)
                {
                    Interlocked.Increment(ref deadlocks);
                }
            });
        }

        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Quarrel(run.Random.Next())));
        run.Site.Tally.Over();
        return $"3 sessions that lock rows in opposite orders for 20 s; they were {deadlocks} times the victim";
    }

    static async Task<NpgsqlConnection> Open(FaultRun run)
    {
        var connection = new NpgsqlConnection(run.Site.Server.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    static async Task Do(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
