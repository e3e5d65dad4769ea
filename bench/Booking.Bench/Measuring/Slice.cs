using System.Diagnostics;

namespace Booking.Bench.Measuring;

/// <summary>One operation of one worker; it throws when it did not do what it should.</summary>
/// <param name="worker">0 to the number of workers less one; a worker runs one operation at a time.</param>
delegate ValueTask Operation(int worker);

/// <summary>What a number of workers got done in a stretch of time.</summary>
/// <param name="Rate">Operations a second.</param>
/// <param name="Milliseconds">Of each operation, in no order.</param>
/// <param name="Allocated">Bytes that this process allocated meanwhile, for each operation.</param>
sealed record Slice(double Rate, float[] Milliseconds, double Allocated)
{
    /// <summary>Every worker runs one operation after the other until the time is up, and finishes the one it is at.</summary>
    public static async Task<Slice> Run(int workers, TimeSpan length, Operation operation)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var began = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => Work(worker, began, length, operation))));
        var elapsed = Stopwatch.GetElapsedTime(began);
        var all = times.SelectMany(t => t).ToArray();
        return new(all.Length / elapsed.TotalSeconds, all, (double)(GC.GetTotalAllocatedBytes() - allocated) / Math.Max(1, all.Length));
    }

    static async Task<List<float>> Work(int worker, long began, TimeSpan length, Operation operation)
    {
        List<float> times = new(4096);
        while (Stopwatch.GetElapsedTime(began) < length)
        {
            var start = Stopwatch.GetTimestamp();
            await operation(worker);
            times.Add((float)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return times;
    }
}
