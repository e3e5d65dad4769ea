using System.Diagnostics;

namespace Booking.EventStore.Outbox;

/// <summary>Lets one log line through a second, so that an outage does not fill the disk.</summary>
sealed class LogGate
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    long _last = Stopwatch.GetTimestamp() - (2 * Stopwatch.Frequency);

    public bool Pass()
    {
        var last = Interlocked.Read(ref _last);
        return Stopwatch.GetElapsedTime(last) >= Interval && Interlocked.CompareExchange(ref _last, Stopwatch.GetTimestamp(), last) == last;
    }
}
