using System.Diagnostics;
using NodaTime;

namespace Booking.EventStore;

/// <summary>Who acts: an account or <see cref="System"/>.</summary>
/// <param name="Id">The account's id, or the name of the part of the system.</param>
/// <param name="Role">The role in which they act; stored with each event.</param>
public sealed record Actor(string Id, string Role)
{
    /// <summary>The service itself: sweeps, deadlines, daily work.</summary>
    public static readonly Actor System = new("system", "system");
}

/// <summary>What surrounds a command and ends up beside its events (guarantee E5).</summary>
/// <param name="Now">The instant of the decision.</param>
/// <param name="CorrelationId">The W3C trace id of the request that began it all.</param>
/// <param name="CausationId">What caused this command: the span of the request, or the id of the message.</param>
public sealed record CommandContext(Instant Now, string CorrelationId, string? CausationId, Actor Actor)
{
    /// <summary>What the service does by itself, as the beginning of a story.</summary>
    /// <param name="part">Which part of it: <c>sweep</c>.</param>
    public static CommandContext BySystem(Instant now, string part) => new(now, ActivityTraceId.CreateRandom().ToHexString(), part, Actor.System);

    /// <summary>Set when the client sent an Idempotency-Key.</summary>
    public IdempotencyKey? Idempotency { get; init; }
}

/// <summary>A client's name for one request, so that a repeat is answered and not run.</summary>
/// <param name="Caller">The account that the key belongs to.</param>
/// <param name="Key">1 to 255 characters, chosen by the client.</param>
/// <param name="Fingerprint">SHA-256 of method, path and raw body: another request under the same key is refused.</param>
public sealed record IdempotencyKey(string Caller, string Key, byte[] Fingerprint)
{
    /// <summary>How long a repeat is recognised.</summary>
    public static readonly Duration Lifetime = Duration.FromHours(72);
}

/// <summary>The answer to a request as it was sent.</summary>
public sealed record StoredAnswer(int Status, string? Location, string? ETag, byte[] Body);

/// <summary>An event's place and circumstances.</summary>
/// <param name="Version">1 for a stream's first event.</param>
/// <param name="At">Never before that of the stream's previous event.</param>
public sealed record EventMetadata(
    Guid Id, StreamId Stream, long Version, Instant At, string CorrelationId, string? CausationId, Actor Actor)
{
    /// <summary>The instant of the decision: <see cref="At"/>, or earlier where the clock has gone back. What lapses is judged by it.</summary>
    public Instant Decided { get; init; } = At;

    /// <summary>When the stream began, where the unit that writes the event knows it: not behind a snapshot.</summary>
    public Instant? Began { get; init; }
}
