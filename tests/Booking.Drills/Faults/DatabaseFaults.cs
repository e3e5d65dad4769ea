namespace Booking.Drills.Faults;

/// <summary>A database that goes and comes.</summary>
static class DatabaseFaults
{
    const string Backends = "select string_agg(pid::text, ' ') from pg_stat_activity where application_name like 'booking %' and pid <> pg_backend_pid()";
    const string Terminate = "select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name like 'booking %'";

    public static readonly IReadOnlyList<Fault> All =
    [
        new("postgres-killed", "only 503 meanwhile; ready 5 s after the database is back, without a restart of the service", Killed),
        new("postgres-restarted", "errors for as long as the outage and 2 s more; the pool refills", Restarted),
        new("backend-killed", "kill -9 of one backend resets the whole server; as when that was killed", BackendKilled),
        new("sessions-ended", "pg_terminate_backend of all sessions: no poisoned connection is left", SessionsEnded),
        new("postgres-gone", "25 s without a database: live 200, ready 503, a log line a second and loop at most", Gone),
    ];

    static async Task<string> Killed(FaultRun run)
    {
        for (var kill = 0; kill < 3; kill++)
        {
            await run.Site.Server.Kill();
            await run.Wait(1);
            await run.Site.Server.Start();
            await Back(run);
            await run.Wait(3);
        }

        return "3 times kill -9 of the postmaster";
    }

    static async Task<string> Restarted(FaultRun run)
    {
        for (var restart = 0; restart < 5; restart++)
        {
            await run.Site.Server.Stop();
            await run.Site.Server.Start();
            await Back(run);
            await run.Wait(2 + run.Random.NextDouble());
        }

        return "5 fast restarts";
    }

    static async Task<string> BackendKilled(FaultRun run)
    {
        for (var kill = 0; kill < 3; kill++)
        {
            if (await run.Site.Server.Do(Backends) is not string { Length: > 0 } list)
                continue;
            var backends = list.Split(' ');
            await Shell.Try("kill", "-KILL", backends[run.Random.Next(backends.Length)]);
            await run.Wait(0.5);
            await run.Site.Server.Start();
            await Back(run);
            await run.Wait(3);
        }

        return "3 times kill -9 of a backend";
    }

    static async Task<string> SessionsEnded(FaultRun run)
    {
        var times = await run.Repeat(15, 1.5, () => run.Site.Server.Do(Terminate));
        run.Site.Tally.Over();
        return $"{times} times pg_terminate_backend of all sessions";
    }

    static async Task<string> Gone(FaultRun run)
    {
        var lines = run.Site.Said.Count();
        await run.Site.Server.Stop();
        await run.Becomes(0, "ready", 503, within: 5);
        await run.Wait(25);
        lines = run.Site.Said.Count(line => line.Contains("will be tried again", StringComparison.Ordinal)) - lines;
        run.Check(lines < 120, $"{lines} lines of loops in 25 s");
        await run.Site.Server.Start();
        await Back(run);
        return "stopped for 25 s";
    }

    /// <summary>The database is there again; the service is to notice by itself.</summary>
    static async Task Back(FaultRun run)
    {
        run.Site.Tally.Over();
        await run.Becomes(0, "ready", 200, within: 5);
    }
}
