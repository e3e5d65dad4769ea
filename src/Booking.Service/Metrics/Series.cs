namespace Booking.Service.Metrics;

/// <summary>One line of a metric, or the lines of one histogram. Safe for many threads.</summary>
/// <param name="tags">What tells it from the others of its metric.</param>
/// <param name="bounds">The upper bounds of a histogram's buckets, ascending; empty for everything else.</param>
sealed class Series(Tags tags, double[] bounds)
{
    readonly Lock _lock = new();
    readonly long[] _buckets = bounds.Length == 0 ? [] : new long[bounds.Length + 1];
    double _value;
    long _round;

    public Tags Tags => tags;

    /// <param name="Value">A histogram's sum.</param>
    /// <param name="Buckets">How many fell into each bucket alone, the last beyond all bounds; empty but for a histogram.</param>
    /// <param name="Round">The last round of observation that knew it.</param>
    public readonly record struct Reading(double Value, long[] Buckets, long Round);

    public void Add(double value)
    {
        lock (_lock)
        {
            _value += value;
        }
    }

    /// <summary>Takes over what was observed; two of one round, of instruments of the same name, are added up.</summary>
    public void Set(double value, long round)
    {
        lock (_lock)
        {
            _value = _round == round ? _value + value : value;
            _round = round;
        }
    }

    public void Observe(double value)
    {
        var bucket = Array.BinarySearch(bounds, value);
        lock (_lock)
        {
            _buckets[bucket < 0 ? ~bucket : bucket]++;
            _value += value;
        }
    }

    public Reading Read()
    {
        lock (_lock)
        {
            return new(_value, [.. _buckets], _round);
        }
    }
}
