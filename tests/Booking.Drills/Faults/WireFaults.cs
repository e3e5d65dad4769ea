namespace Booking.Drills.Faults;

/// <summary>The network between the service and its database.</summary>
static class WireFaults
{
    public static readonly IReadOnlyList<Fault> All =
    [
        new("cut-at-commit", "the commit has happened and nobody knows: repeats under the same key get the first answer, nothing is done twice", AtCommit),
        new("cut-at-random", "no connection of the pool stays poisoned", AtRandom),
        new("black-hole", "15 s in which nothing comes through: live stays 200 and quick, answers within 20 s, all well after it", BlackHole),
        new("slow-wire", "each answer of the database 60 ms late: slower, no error", SlowWire),
    ];

    static async Task<string> AtCommit(FaultRun run)
    {
        run.Site.Wire.CutAtCommit(oneIn: 15);
        await run.Wait(20);
        run.Site.Wire.CutAtCommit(oneIn: 0);
        run.Site.Tally.Over();
        return $"{run.Site.Wire.Cuts} connections cut where a commit was answered";
    }

    static async Task<string> AtRandom(FaultRun run)
    {
        await run.Repeat(20, 0.15, () =>
        {
            run.Site.Wire.CutOne(run.Random.Next);
            return Task.CompletedTask;
        });
        run.Site.Tally.Over();
        return $"{run.Site.Wire.Cuts} connections cut";
    }

    static async Task<string> BlackHole(FaultRun run)
    {
        run.Site.Wire.BlackHole = true;
        await run.Wait(15);
        run.Site.Wire.BlackHole = false;
        run.Site.Tally.Over();
        run.Check(run.Load.SlowestProbe < TimeSpan.FromSeconds(1), $"/health/live took {Tally.Seconds(run.Load.SlowestProbe)} s");
        return "nothing came through for 15 s";
    }

    static async Task<string> SlowWire(FaultRun run)
    {
        run.Site.Wire.Delay = TimeSpan.FromMilliseconds(60);
        await run.Wait(20);
        run.Site.Wire.Delay = TimeSpan.Zero;
        run.Site.Tally.Over();
        return "each answer 60 ms late for 20 s";
    }
}
