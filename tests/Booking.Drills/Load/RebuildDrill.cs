using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>
/// The mix while one projection after the other is made anew from a long log. In order when nobody notices: no error, nobody told to come again, no wrong
/// answer, every parity clean, and the books agree.
/// </summary>
static class RebuildDrill
{
    const int Users = 100, Visits = 60_000;
    const double PerSecond = 50, Minutes = 2;
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<bool> Run(LoadOptions options)
    {
        var (users, rate, length) = (options.Users ?? Users, options.Rate ?? PerSecond, TimeSpan.FromMinutes(options.Minutes ?? Minutes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## Rebuild: {users} users, {rate:0.#} steps a second for {length.TotalSeconds:0} s, over a log of {Visits * LongLog.EventsOfVisit} planted events

            """));
        await using var ground = await LoadGround.Open(users * 2);
        await LongLog.Lay(ground.Drill, Visits);
        var (ledger, rebuilding) = (new LoadLedger(), new Rebuilding(ground));
        await MixDrill.Live(ground, new(), ledger, options.Seed + 1, users, rate, Settling);
        var (log, before) = (new LoadLog(), ground.Gauge.Cpu());
        var load = MixDrill.Live(ground, log, ledger, options.Seed, users, rate, length);
        await rebuilding.During(load);
        await load;
        var used = ground.Gauge.Cpu().Since(before, log.Elapsed);
        log.Print();
        Console.WriteLine($"Cores used, beside what the commands took: {used}.");
        rebuilding.Print();
        await MixDrill.Show(options.Pictures, "rebuild", string.Create(CultureInfo.InvariantCulture, $"{users} users, {rate:0.#} steps a second, during rebuilds"), log);
        if (log.Refused("busy") is > 0 and var busy)
            rebuilding.Wrong.Add($"{busy} were told to come again");
        return Verdict.Of(log, [.. rebuilding.Wrong, .. await ledger.Audit(ground.Drill)], ledger.Count);
    }
}
