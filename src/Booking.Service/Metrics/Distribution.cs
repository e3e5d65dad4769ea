namespace Booking.Service.Metrics;

/// <summary>What one series of a histogram has counted.</summary>
/// <param name="Labels">As <see cref="Tags.Labels"/>; empty for a sum of several.</param>
/// <param name="Bounds">The upper bounds of all buckets but the last, ascending.</param>
/// <param name="Buckets">How many fell into each bucket alone.</param>
sealed record Distribution(string Labels, IReadOnlyList<double> Bounds, long[] Buckets)
{
    const double MillisecondsInSecond = 1_000;

    public long Count => Buckets.Sum();

    public static Distribution Sum(IReadOnlyList<Distribution> all)
    {
        var buckets = new long[all.Count == 0 ? 0 : all[0].Buckets.Length];
        foreach (var one in all)
            for (var i = 0; i < buckets.Length; i++)
                buckets[i] += one.Buckets[i];
        return new("", all.Count == 0 ? [] : all[0].Bounds, buckets);
    }

    /// <summary>The value of a label; null when it has no such.</summary>
    public string? Label(string name)
    {
        foreach (var label in Labels.Split(','))
            if (label.StartsWith($"{name}=\"", StringComparison.Ordinal))
                return label[(name.Length + 2)..^1];
        return null;
    }

    /// <summary>The bound under which that share of all lies; null when there is none, or it lies beyond the last bound.</summary>
    public double? Milliseconds(double share)
    {
        var (wanted, seen) = (Math.Ceiling(Count * share), 0L);
        for (var i = 0; i < Bounds.Count && wanted > 0; i++)
            if ((seen += Buckets[i]) >= wanted)
                return Bounds[i] * MillisecondsInSecond;
        return null;
    }
}
