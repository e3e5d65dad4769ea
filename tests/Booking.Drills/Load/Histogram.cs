using System.Numerics;

namespace Booking.Drills.Load;

/// <summary>
/// Counts durations in buckets whose width is at most a thousandth of what they hold, from a microsecond to an hour, in constant memory.
/// Not safe for two threads.
/// </summary>
sealed class Histogram
{
    const int Exact = 2048, Half = Exact / 2, Bits = 11, Shifts = 22;
    const long Most = ((long)Exact << Shifts) - 1;

    readonly long[] counts = new long[Exact + (Shifts * Half)];

    public long Count { get; private set; }

    /// <summary>The longest, as it was.</summary>
    public TimeSpan Max { get; private set; }

    /// <param name="took">What is negative counts as nothing, what is longer than an hour as an hour.</param>
    public void Add(TimeSpan took)
    {
        counts[Bucket(Math.Clamp((long)took.TotalMicroseconds, 0, Most))]++;
        Count++;
        Max = took > Max ? took : Max;
    }

    public void Add(Histogram other)
    {
        for (var at = 0; at < counts.Length; at++)
            counts[at] += other.counts[at];
        Count += other.Count;
        Max = other.Max > Max ? other.Max : Max;
    }

    /// <summary>Milliseconds that this part of the durations did not exceed; NaN when there are none.</summary>
    /// <param name="part">0 to 1.</param>
    public double Milliseconds(double part)
    {
        if (Count == 0)
            return double.NaN;
        var left = Math.Max(1, (long)Math.Ceiling(part * Count));
        var at = 0;
        while ((left -= counts[at]) > 0)
            at++;
        return Math.Min(Upper(at) / 1000.0, Max.TotalMilliseconds);
    }

    static int Bucket(long microseconds)
    {
        if (microseconds < Exact)
            return (int)microseconds;
        var shift = BitOperations.Log2((ulong)microseconds) - Bits + 1;
        return Exact + ((shift - 1) * Half) + (int)(microseconds >> shift) - Half;
    }

    /// <summary>The longest duration that a bucket holds.</summary>
    static long Upper(int bucket)
    {
        if (bucket < Exact)
            return bucket;
        var (shift, within) = (((bucket - Exact) / Half) + 1, ((bucket - Exact) % Half) + Half);
        return ((within + 1L) << shift) - 1;
    }
}
