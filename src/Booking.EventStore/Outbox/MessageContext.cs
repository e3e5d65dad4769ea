using NodaTime;

namespace Booking.EventStore.Outbox;

/// <summary>What surrounds one delivery of a message.</summary>
/// <param name="Id">The same at every attempt: the idempotency key to send to others.</param>
/// <param name="Attempt">1 for the first. A replay begins at 1 again.</param>
/// <param name="CorrelationId">The W3C trace id of the request that began it all.</param>
/// <param name="CausationId">What led to the message.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="OrderKey">The stream that it follows from; null when it keeps no order.</param>
/// <param name="Now">The service's clock when this attempt began.</param>
public sealed record MessageContext(
    Guid Id, int Attempt, string CorrelationId, string? CausationId, Actor Actor, Guid? OrderKey, Instant Now)
{
    /// <summary>The context of a command that the system gives because of this message.</summary>
    public CommandContext Command => new(Now, CorrelationId, Id.ToString(), Actor.System);
}
