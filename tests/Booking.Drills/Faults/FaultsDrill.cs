using System.Globalization;

namespace Booking.Drills.Faults;

/// <summary>The drill of <c>ops/faults</c>.</summary>
static class FaultsDrill
{
    const int PerSecond = 4, Calm = 3;

    static readonly TimeSpan RecoversIn = TimeSpan.FromSeconds(10);

    /// <summary>What came of a fault, as the table says it.</summary>
    sealed record Result(Fault Fault, string Done, string Requests, string Errors, string Outage, string Recovery, string Settling, string Ready, string Lost, string Verify, IReadOnlyList<string> Wrong);

    public static async Task<int> Run(string[] args)
    {
        if (Read(args) is not var (seed, faults))
        {
            await Console.Error.WriteLineAsync($"ops/faults [--seed N] [NAME ...]\n{string.Join('\n', Fault.All.Select(f => $"  {f.Name,-22} {f.Pass}"))}");
            return 2;
        }

        Console.WriteLine($"Seed {seed}, {faults.Count} faults, {PerSecond} visits a second; load of the machine {await LoadOfMachine()}");
        await using var ground = await Base.Make();
        List<Result> results = [];
        foreach (var fault in faults)
        {
            Console.WriteLine($"\n{fault.Name}: {fault.Pass}");
            results.Add(await Run(ground, fault, seed));
            Console.WriteLine($"  {Verdict(results[^1])}: {results[^1].Done}; {results[^1].Requests} requests, {results[^1].Errors}");
            foreach (var wrong in results[^1].Wrong)
                Console.WriteLine($"  * {wrong}");
        }

        Print(results, seed);
        return results.All(r => r.Wrong.Count == 0) ? 0 : 1;
    }

    static async Task<Result> Run(Base ground, Fault fault, int seed)
    {
        try
        {
            await using var site = await Site.Open(ground, fault.Name, fault.Setup ?? new());
            await using var ledger = new Ledger(Path.Combine(ground.Folder, $"{fault.Name}.ledger"));
            await using var load = new Load(site, ledger, PerSecond);
            // Of the seed and the name, so that a fault alone goes as it does among the others.
            var run = new FaultRun(site, load, new Random(HashOf(fault.Name) ^ seed));
            load.Start();
            await run.Wait(Calm);
            var done = await fault.Act(run);
            await run.Wait(Calm);
            await load.Stop();
            var audit = new FaultAudit(run, ledger.Path);
            await audit.Run();
            var tally = site.Tally;
            run.Check(tally.Recovery() < RecoversIn, $"it took {Tally.Seconds(tally.Recovery())} s until something succeeded again");
            return new(fault, done + (run.Note.Length > 0 ? $" ({run.Note})" : ""), tally.Requests.ToString(CultureInfo.InvariantCulture), tally.Errors() is { Length: > 0 } errors ? errors : "none", Tally.Seconds(tally.LongestOutage()),
                Tally.Seconds(tally.Recovery()), Tally.Seconds(audit.Settling), Tally.Seconds(site.SlowestReady), $"{audit.Lost} of {audit.Accepted}", audit.Verify, run.Wrong);
        }
        catch (NotRunException why)
        {
            return new(fault, $"not run: {why.Message}", "-", "-", "-", "-", "-", "-", "-", "-", [$"not run: {why.Message}"]);
        }
        catch (Exception broken)
        {
            return new(fault, $"broke off: {broken.Message}", "-", "-", "-", "-", "-", "-", "-", "-", [broken.ToString()]);
        }
    }

    static void Print(List<Result> results, int seed)
    {
        Console.WriteLine("\n| fault | what was done | requests | errors | longest outage, s | recovery, s | settled, s | ready, s | lost of accepted | verify | verdict |");
        Console.WriteLine("| --- | --- | --: | --- | --: | --: | --: | --: | --- | --- | --- |");
        foreach (var r in results)
            Console.WriteLine($"| {r.Fault.Name} | {r.Done} | {r.Requests} | {r.Errors} | {r.Outage} | {r.Recovery} | {r.Settling} | {r.Ready} | {r.Lost} | {r.Verify} | {Verdict(r)} |");
        Console.WriteLine($"\n{results.Count(r => r.Wrong.Count == 0)} of {results.Count} passed; seed {seed}");
    }

    static string Verdict(Result result) => result.Wrong.Count == 0 ? "passed" : result.Requests == "-" ? "not run" : "FAILED";

    /// <summary>Over the last minute; 1 is a core that is always busy.</summary>
    public static async Task<double> LoadOfMachine() => double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture);

    static int HashOf(string name) => name.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    static (int Seed, IReadOnlyList<Fault> Faults)? Read(string[] args)
    {
        var (seed, names) = (Random.Shared.Next(1_000_000), args.ToList());
        if (names.IndexOf("--seed") is >= 0 and var at)
        {
            if (at + 1 >= names.Count || !int.TryParse(names[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
                return null;
            names.RemoveRange(at, 2);
        }

        var faults = names.Count == 0 ? Fault.All : [.. Fault.All.Where(fault => names.Contains(fault.Name, StringComparer.Ordinal))];
        return names.Count > 0 && faults.Count != names.Distinct(StringComparer.Ordinal).Count() ? null : (seed, faults);
    }
}
