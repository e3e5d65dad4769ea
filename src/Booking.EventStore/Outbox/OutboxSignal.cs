namespace Booking.EventStore.Outbox;

/// <summary>Tells the workers that there may be something to take. A hint only: a lost one costs a poll interval, never a message.</summary>
public sealed class OutboxSignal
{
    internal Wake Local { get; } = new();

    internal Wake Others { get; } = new();

    /// <summary>To be called after a commit that put messages into the outbox: wakes this process at once and the others within 20 ms.</summary>
    public void Notify()
    {
        Local.Ring();
        Others.Ring();
    }
}
