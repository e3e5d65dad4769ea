using System.Collections.Concurrent;
using NodaTime;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A clock that stands still until a test moves it, and knows how often it was asked: a worker asks once each time it looks.</summary>
sealed class FakeClock(Instant start) : IClock
{
    const int TicksPerMicrosecond = 10;

    readonly ConcurrentDictionary<int, TaskCompletionSource> _asked = new();
    long _microseconds = Microseconds(start - NodaConstants.UnixEpoch);
    int _count;

    public Instant GetCurrentInstant()
    {
        Source(Interlocked.Increment(ref _count)).SetResult();
        return NodaConstants.UnixEpoch + Duration.FromTicks(Interlocked.Read(ref _microseconds) * TicksPerMicrosecond);
    }

    public void Advance(Duration by) => Interlocked.Add(ref _microseconds, Microseconds(by));

    public Task Asked(int times) => Source(times).Task.WaitAsync(OutboxRig.Patience);

    static long Microseconds(Duration duration) => duration.BclCompatibleTicks / TicksPerMicrosecond;

    TaskCompletionSource Source(int count) =>
        _asked.GetOrAdd(count, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
