using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>The mix for a long time at a rate that leaves air: what the service and the database keep must stay what it is.</summary>
static class SoakDrill
{
    const int Users = 200;
    const double PerSecond = 40, Minutes = 10, Warm = 1.0 / 3;
    static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    /// <summary>A thing that must not grow.</summary>
    /// <param name="Allowed">How much of its mean it may rise by over the last two thirds, by a straight line through the samples.</param>
    sealed record Measure(string Name, string Unit, string Colour, double Allowed, Func<Sample, double> Of);

    static readonly Measure[] Measures =
    [
        new("Memory of the service", "MiB", "#1f77b4", 0.10, s => s.Memory),
        new("Managed heap after a collection", "MiB", "#9467bd", 0.25, s => s.Heap),
        new("Open files and sockets of the service", "", "#ff7f0e", 0.05, s => s.Descriptors),
        new("Connections to the database", "", "#2ca02c", 0.25, s => s.Connections),
        new("Tables and indexes for each event", "bytes", "#8c564b", 0.10, s => s.BytesAnEvent),
        new("Dead rows for a hundred live ones", "", "#d62728", 1.00, s => s.Dead),
    ];

    public static async Task<bool> Run(LoadOptions options)
    {
        var (users, rate, length) = (options.Users ?? Users, options.Rate ?? PerSecond, TimeSpan.FromMinutes(options.Minutes ?? Minutes));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

            ## Soak: {users} users, {rate:0.#} steps a second for {length.TotalMinutes:0.#} minutes, a look every {Every.TotalSeconds:0} s

            """));
        await using var ground = await LoadGround.Open(users);
        var (log, ledger, samples) = (new LoadLog(), new LoadLedger(), new List<Sample>());
        using var stop = new CancellationTokenSource();
        var looking = Look(ground, log, samples, stop.Token);
        await MixDrill.Live(ground, log, ledger, options.Seed, users, rate, length);
        await stop.CancelAsync();
        await looking;
        log.Print();
        var wrong = Judge(samples);
        Panel[] panels = [.. Measures.Where(m => samples.Exists(s => double.IsFinite(m.Of(s)))).Select(m => new Panel(m.Name, m.Unit, new Curve("", m.Colour, [.. samples.Select(s => (s.At, m.Of(s)))])))];
        await MixDrill.Show(options.Pictures, "soak", string.Create(CultureInfo.InvariantCulture, $"{length.TotalMinutes:0.#} minutes at {rate:0.#} steps a second"), log, panels);
        await Sample.PrintBloat(ground);
        wrong.AddRange(await ledger.Audit(ground.Drill));
        return Verdict.Of(log, wrong, ledger.Count);
    }

    static async Task Look(LoadGround ground, LoadLog log, List<Sample> samples, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Every);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                samples.Add(await Sample.Take(ground, log.Elapsed));
        }
        catch (OperationCanceledException)
        {
            // The soak is over.
        }
    }

    static List<string> Judge(List<Sample> samples)
    {
        List<string> wrong = [];
        Sample[] settled = [.. samples.Skip((int)(samples.Count * Warm))];
        Console.WriteLine("\n| over the last two thirds | mean | most | rise | allowed |\n| --- | --: | --: | --: | --: |");
        foreach (var measure in Measures)
        {
            (double X, double Y)[] points = [.. settled.Select(s => (s.At, measure.Of(s))).Where(p => double.IsFinite(p.Item2))];
            if (points.Length < 2)
                continue;
            var (mean, rise) = (points.Average(p => p.Y), Rise(points));
            var part = mean > 0 ? rise / mean : 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {measure.Name}{(measure.Unit.Length > 0 ? $", {measure.Unit}" : "")} | {mean:0.#} | {points.Max(p => p.Y):0.#} | {part:+0.0%;-0.0%} | {measure.Allowed:0%} |"));
            if (part > measure.Allowed)
                wrong.Add(string.Create(CultureInfo.InvariantCulture, $"{measure.Name} rose by {part:0.0%}"));
        }

        Console.WriteLine();
        return wrong;
    }

    /// <summary>From the first point to the last, on the straight line with the least squares.</summary>
    static double Rise((double X, double Y)[] points)
    {
        var (x, y) = (points.Average(p => p.X), points.Average(p => p.Y));
        var slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x));
        return slope * (points[^1].X - points[0].X);
    }
}
