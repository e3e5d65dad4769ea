namespace Booking.Drills.Load;

/// <summary>When things are meant to be sent. Fixed beforehand by a seed, whatever the service does: an open model.</summary>
static class Pace
{
    static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    /// <summary>The time to the next arrival of a Poisson process.</summary>
    public static TimeSpan Gap(Random random, double perSecond) => TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond);

    /// <summary>Waits until it is due; goes on at once when it is late.</summary>
    public static async Task Until(LoadLog log, TimeSpan due)
    {
        if (due - log.Elapsed is { Ticks: > 0 } left)
        {
            await Task.Delay(left);
            log.Late(log.Elapsed - due);
        }
    }

    /// <summary>Sends on schedule without waiting for answers, then waits for all of them.</summary>
    /// <param name="send">Given when it is due, counted from the log's beginning.</param>
    public static async Task Send(LoadLog log, Random random, double perSecond, TimeSpan length, Func<TimeSpan, Task> send)
    {
        List<Task> sent = [];
        var (due, end) = (log.Elapsed, log.Elapsed + length);
        while ((due += Gap(random, perSecond)) < end)
        {
            while (due > log.Elapsed)
                await Task.Delay(Grain);
            log.Late(log.Elapsed - due);
            var at = due;
            sent.Add(Task.Run(() => send(at)));
        }

        await Task.WhenAll(sent);
    }
}
