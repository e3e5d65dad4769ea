using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>Many people at once, who look, hold, book, pay and cancel in a stated mix. In order when no answer was an error and the books agree.</summary>
static class MixDrill
{
    const int Users = 1_000;
    const double PerSecond = 150, Minutes = 1;
    static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public static async Task<bool> Run(LoadOptions options)
    {
        var (users, rate, length) = (options.Users ?? Users, options.Rate ?? PerSecond, TimeSpan.FromMinutes(options.Minutes ?? Minutes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## Mix: {users} users with a connection each, {rate:0.#} steps a second for {length.TotalSeconds:0} s

            """));
        await using var ground = await LoadGround.Open(users * 2);
        var ledger = new LoadLedger();
        await Live(ground, new(), ledger, options.Seed + 1, users, rate, Settling);
        var (log, before) = (new LoadLog(), ground.Gauge.Cpu());
        await Live(ground, log, ledger, options.Seed, users, rate, length);
        var used = ground.Gauge.Cpu().Since(before, log.Elapsed);
        log.Print();
        Console.WriteLine($"Cores used: {used}.");
        await Show(options.Pictures, "mix", string.Create(CultureInfo.InvariantCulture, $"{users} users, {rate:0.#} steps a second"), log);
        return Verdict.Of(log, await ledger.Audit(ground.Drill), ledger.Count);
    }

    /// <summary>Everybody lives until the end; each takes a share of the rate, which as a whole is a Poisson process.</summary>
    public static async Task Live(LoadGround ground, LoadLog log, LoadLedger ledger, int seed, int users, double rate, TimeSpan length)
    {
        LoadUser[] people = [.. Enumerable.Range(0, users).Select(number => new LoadUser(ground, log, ledger, new Random(HashCode.Combine(seed, number)), rate / users, log.Elapsed + length))];
        await Task.WhenAll(people.Select(person => Task.Run(person.Live)));
        Array.ForEach(people, person => person.Dispose());
    }

    public static Task Show(string folder, string name, string title, LoadLog log, params Panel[] more)
    {
        var seconds = log.Seconds;
        Curve Line(string what, string colour, Func<(double P50, double P99, long Count), double> value) =>
            new(what, colour, [.. seconds.Select((second, at) => ((double)at, value(second)))]);
        return Picture.Save(
            folder, name, title,
            [
                new("Latency from when it was due", "ms", Line("p50", "#1f77b4", s => s.P50), Line("p99", "#d62728", s => s.P99)),
                new("Answers", "a second", Line("answers", "#2ca02c", s => s.Count)), .. more,
            ]);
    }
}

/// <summary>The last line of each part.</summary>
static class Verdict
{
    const int Shown = 10;

    public static bool Of(LoadLog log, IReadOnlyCollection<string> wrong, int visits)
    {
        string[] all = [.. wrong, .. log.Errors > 0 ? [$"{log.Errors} errors, such as:"] : Array.Empty<string>(), .. log.Examples];
        Console.WriteLine(all.Length == 0 ? $"In order: no error, each of {visits} accepted visits as it should be, verify clean." : $"{all.Length} things are wrong:");
        foreach (var one in all.Take(Shown + log.Examples.Count()))
            Console.WriteLine($"* {one}");
        return all.Length == 0;
    }
}
