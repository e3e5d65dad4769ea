namespace Booking.EventStore.Outbox;

/// <summary>What is to be known of a commit outside its transaction. Hints only: a lost one costs a poll interval, never a message.</summary>
public sealed class OutboxSignal
{
    internal Wake Local { get; } = new();

    internal Announcements Others { get; } = new();

    /// <summary>What has changed, for those who show it live.</summary>
    public Changes Changes { get; } = new();

    /// <summary>To be called after a commit that put messages into the outbox: wakes this process at once and the others within 20 ms.</summary>
    public void Notify()
    {
        Local.Ring();
        Others.Say(OutboxNotifier.Channel, word: null);
    }

    /// <summary>To be called after a commit that changed something which others watch.</summary>
    internal void Changed(Guid topic)
    {
        Changes.Tell(topic);
        Others.Say(OutboxNotifier.ChangesChannel, topic.ToString("N"));
    }
}
