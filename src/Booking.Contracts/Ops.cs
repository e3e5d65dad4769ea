using System.Text.Json;

namespace Booking.Contracts;

/// <summary>The result of checking the whole database.</summary>
public sealed record VerifyAnswer(IReadOnlyList<InvariantResult> Invariants);

/// <param name="Violations">0 when the invariant holds.</param>
/// <param name="Examples">The first 100 of them in words: what breaks the invariant, by its id.</param>
public sealed record InvariantResult(string Name, long Violations, IReadOnlyList<string> Examples);

/// <param name="Position">The last event that the projection has applied.</param>
/// <param name="Lag">Events from there to <paramref name="HighWaterMark"/>.</param>
public sealed record ProjectionItem(string Name, long Position, long HighWaterMark, long Lag, string State);

/// <summary>A message that waits to be delivered.</summary>
/// <param name="OrderKey">Messages of one key go out in order; null when it has no neighbours to wait for.</param>
/// <param name="DeliverAt">By the service's clock.</param>
/// <param name="RetryAt">Null until an attempt has failed.</param>
/// <param name="Error">Of the last attempt.</param>
public sealed record OutboxItem(
    Guid Id, string Type, Guid? OrderKey, Instant CreatedAt, Instant DeliverAt, Instant? RetryAt, int Attempts, string? Error);

/// <summary>A message that was given up and waits for a person.</summary>
/// <param name="Parks">Whether later messages of its key wait behind it.</param>
public sealed record DeadLetterItem(
    Guid Id, string Type, Guid? OrderKey, bool Parks, Instant CreatedAt, Instant DeadAt, int Attempts, string? Error, JsonElement Body);

/// <summary>An event as it is stored; personal data stays encrypted.</summary>
/// <param name="Sequence">Its place in the whole store; may have holes.</param>
/// <param name="Version">Its place in its stream; 1 and up without a hole.</param>
/// <param name="Actor">An account's id, or <c>system</c>.</param>
public sealed record EventItem(
    long Sequence,
    Guid Id,
    Guid StreamId,
    long Version,
    string Type,
    Instant Timestamp,
    string? CorrelationId,
    string? CausationId,
    string? Actor,
    string? ActorRole,
    JsonElement Data);

/// <summary>A stream with its events, in order.</summary>
/// <param name="Type">The category, such as <c>slot_lock</c>.</param>
/// <param name="Next">The cursor for the events after these; null at the end.</param>
public sealed record StreamAnswer(Guid Id, string Type, long Version, IReadOnlyList<EventItem> Items, string? Next);

/// <summary>Something about money that a person has to look at.</summary>
/// <param name="Kind">Such as <c>amount_differs</c> or <c>refund_failed</c>.</param>
/// <param name="ResolvedAt">Null until somebody said what was done.</param>
public sealed record AnomalyItem(string Id, Guid PaymentId, string Kind, string Detail, Instant At, Instant? ResolvedAt);

/// <param name="Note">What was done about it.</param>
/// <param name="WentBack">Of a <c>refund_unresolved</c>, and needed there: whether the money went back. It is booked so.</param>
public sealed record ResolveRequest(string Note, bool? WentBack = null);
