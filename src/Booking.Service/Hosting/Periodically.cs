using System.Diagnostics;
using Booking.Service.Metrics;

namespace Booking.Service.Hosting;

/// <summary>Work that is done again and again while the service runs, and that one failure does not end.</summary>
static class Periodically
{
    /// <summary>Work that goes on failing says so no more often than this: an outage of the database must not fill the disk that the log is on.</summary>
    static readonly TimeSpan BetweenComplaints = TimeSpan.FromSeconds(30);

    /// <param name="what">Names the work in the log: <c>A sweep</c>.</param>
    /// <param name="atOnce">Not only after the first pause.</param>
    public static async Task Run(
        TimeSpan pause, string what, ILogger log, Func<CancellationToken, Task> work, CancellationToken stopping, bool atOnce = false)
    {
        using var timer = new PeriodicTimer(pause);
        var (failures, complained) = (0, 0L);
        while (atOnce || await timer.WaitForNextTickAsync(stopping))
        {
            atOnce = false;
            var began = Stopwatch.GetTimestamp();
            try
            {
                await work(stopping);
                Count(what, "done", began);
                failures = 0;
            }
            catch (Exception e) when (e is not OperationCanceledException || !stopping.IsCancellationRequested)
            {
                // Also a cancellation, when it is not ours: a call that ran out of time says so with one, and must not end the work for good.
                Count(what, "failed", began);
                if (++failures == 1 || Stopwatch.GetElapsedTime(complained) >= BetweenComplaints)
                {
                    log.LogWarning(e, "{Work} failed, {Failures} times in a row; the next one follows in {Seconds} s", what, failures, pause.TotalSeconds);
                    complained = Stopwatch.GetTimestamp();
                }
            }
        }
    }

    static void Count(string what, string outcome, long began) => BookingMeter.Work.Record(
        Stopwatch.GetElapsedTime(began).TotalSeconds, BookingMeter.Tag("work", what), BookingMeter.Tag("outcome", outcome));
}
