using NodaTime;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>A clock that stands still until a test moves it.</summary>
sealed class FakeClock(Instant start) : IClock
{
    long _microseconds = Microseconds(start - NodaConstants.UnixEpoch);

    public Instant GetCurrentInstant() => NodaConstants.UnixEpoch + Duration.FromTicks(Interlocked.Read(ref _microseconds) * 10);

    public void Advance(Duration by) => Interlocked.Add(ref _microseconds, Microseconds(by));

    static long Microseconds(Duration duration) => duration.BclCompatibleTicks / 10;
}
