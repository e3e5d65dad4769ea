namespace Booking.EventStore.Outbox;

/// <summary>
/// Tells whoever shows something live that it has changed: after the commit, in this process at once and in the others within 20 ms. A
/// hint only, since a process may die between its commit and its word: who watches also looks by itself now and then.
/// </summary>
public sealed class Changes
{
    readonly Lock _gate = new();
    Action<Guid?>[] _handlers = [];

    /// <summary>Has this called for each change.</summary>
    /// <param name="handle">
    /// Gets the topic that <see cref="StoreModel.Announce{TState, TEvent}"/> named, or null when anything may have changed: after a connection
    /// was lost, or when too much was said at once. It only rings a bell.
    /// </param>
    public void On(Action<Guid?> handle)
    {
        lock (_gate)
        {
            _handlers = [.. _handlers, handle];
        }
    }

    internal void Tell(Guid? topic)
    {
        foreach (var handle in Volatile.Read(ref _handlers))
        {
            handle(topic);
        }
    }
}
