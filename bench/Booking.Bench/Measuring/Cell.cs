namespace Booking.Bench.Measuring;

/// <summary>One side of a comparison, over all its slices.</summary>
/// <param name="Rate">Operations a second in the median slice.</param>
/// <param name="P50">Milliseconds, over the operations of all slices.</param>
/// <param name="Allocated">Bytes an operation in this process.</param>
sealed record Side(double Rate, double P50, double P99, double Allocated)
{
    public static Side Of(IReadOnlyList<Slice> slices)
    {
        var times = slices.SelectMany(s => s.Milliseconds).Order().ToArray();
        return new(Median(slices.Select(s => s.Rate)), At(times, 0.50), At(times, 0.99), slices.Average(s => s.Allocated));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    static double At(float[] sorted, double part) => sorted.Length == 0 ? double.NaN : sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * part)];
}

/// <summary>A line of the table: ours beside a limit, or ours alone.</summary>
/// <param name="Ratios">One for each pair of slices; empty when there is nothing to compare with.</param>
/// <param name="Target">The ratio to reach; null when none is set.</param>
sealed record Cell(string Figure, int Workers, Side Ours, Side? Limit, double[] Ratios, double? Target)
{
    /// <summary>
    /// Measures two sides in alternating slices of one run, because a machine's disk and its neighbours change faster than two runs
    /// follow each other. Every other pair begins with the other side, so that neither always has the fresher moment.
    /// </summary>
    public static async Task<Cell> Compare(Settings settings, string figure, int workers, double? target, Operation ours, Operation limit)
    {
        await Slice.Run(workers, settings.WarmUp, ours);
        await Slice.Run(workers, settings.WarmUp, limit);
        List<Slice> our = [], other = [];
        for (var pair = 0; pair < settings.Pairs; pair++)
        {
            foreach (var mine in pair % 2 == 0 ? [true, false] : new[] { false, true })
            {
                (mine ? our : other).Add(await Slice.Run(workers, settings.Slice, mine ? ours : limit));
            }
        }

        return new(figure, workers, Side.Of(our), Side.Of(other), [.. our.Zip(other, (a, b) => a.Rate / b.Rate)], target);
    }

    /// <summary>Measures one side for as long as a comparison's half takes.</summary>
    public static async Task<Cell> Alone(Settings settings, string figure, int workers, Operation ours)
    {
        await Slice.Run(workers, settings.WarmUp, ours);
        List<Slice> slices = [];
        for (var slice = 0; slice < settings.Pairs; slice++)
        {
            slices.Add(await Slice.Run(workers, settings.Slice, ours));
        }

        return new(figure, workers, Side.Of(slices), Limit: null, [], Target: null);
    }

    public double? Ratio => Ratios.Length == 0 ? null : Side.Median(Ratios);
    public bool? Met => Ratio is { } ratio && Target is { } target ? ratio >= target : null;
}
