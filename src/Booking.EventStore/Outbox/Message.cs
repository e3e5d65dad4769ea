using NodaTime;

namespace Booking.EventStore;

/// <summary>Something to be done after the commit, at least once. It carries ids, never data: its handler reads when it acts.</summary>
/// <param name="Body">A registered message (<see cref="Outbox.MessageTypes"/>), at most 4,096 bytes as JSON.</param>
/// <param name="DeliverAt">Not before this instant of the service's clock; null is at once.</param>
/// <param name="Parks">Whether its dead letter holds back what follows in its order key. False for notifications.</param>
/// <param name="KeepsOrder">Whether it waits for the earlier messages of its key, and later ones for it.</param>
/// <param name="OrderKey">
/// Messages of one key go out one after the other; null: the stream that it follows from. What may fail for long without concern to the
/// rest, such as mail, has a key of its own.
/// </param>
public sealed record Message(object Body, Instant? DeliverAt = null, bool Parks = true, bool KeepsOrder = true, Guid? OrderKey = null);

/// <summary>Where a message comes from.</summary>
/// <param name="Now">
/// The event's timestamp. Messages of one key are delivered in the order of their delivery time, so it must not go back within a stream.
/// </param>
/// <param name="CorrelationId">The W3C trace id, 32 hexadecimal digits, that the whole story shares.</param>
/// <param name="CausationId">The id of what led to it directly; null when nothing did.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="ActorRole">As what.</param>
public readonly record struct MessageOrigin(Instant Now, string CorrelationId, string? CausationId, string Actor, string ActorRole);
