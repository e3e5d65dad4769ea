using System.Text.Json;

namespace Booking.Contracts;

/// <summary>The result of checking the whole database.</summary>
public sealed record VerifyAnswer(IReadOnlyList<InvariantResult> Invariants);

/// <param name="Violations">0 when the invariant holds.</param>
/// <param name="Examples">The first 100 of them in words: what breaks the invariant, by its id.</param>
public sealed record InvariantResult(string Name, long Violations, IReadOnlyList<string> Examples);

/// <param name="Position">The last event that the projection has applied.</param>
/// <param name="Lag">Events from there to <paramref name="HighWaterMark"/>.</param>
/// <param name="State"><c>live</c>; <c>outdated</c> while its rows were made by an older version of its rules; <c>rebuilding</c> while it is made anew beside.</param>
/// <param name="Rebuild">How its rebuild stands, or how the last one ended; null when there never was one.</param>
public sealed record ProjectionItem(string Name, long Position, long HighWaterMark, long Lag, string State, RebuildAnswer? Rebuild = null);

/// <summary>How the rebuild of a projection stands, or how the last one ended.</summary>
/// <param name="State">
/// <c>building</c>, <c>catching_up</c>, <c>comparing</c>, <c>swapping</c>, then <c>done</c>, <c>failed</c>, <c>cancelled</c> or <c>interrupted</c>, which goes on when it
/// is asked for again.
/// </param>
/// <param name="Done">Events applied.</param>
/// <param name="Total">Events there are to apply, as known so far.</param>
/// <param name="Parity">Over all its tables, how the live rows compared with the log; null before they were compared.</param>
/// <param name="Tables">The same, table by table.</param>
/// <param name="Position">The last event of the log that the new tables have; 0 while they are filled.</param>
/// <param name="RatePerSecond">Events; null before the first.</param>
/// <param name="SecondsLeft">At that rate; null when unknown or ended.</param>
/// <param name="Error">Why it failed or was interrupted.</param>
/// <param name="AskedBy">An account's id, or the operating system's user.</param>
/// <param name="EndedAt">Null while it runs.</param>
/// <param name="Kept">Whether the tables that were replaced are still there; <c>DELETE</c> drops them.</param>
public sealed record RebuildAnswer(
    string Name, string State, long Done, long Total, RebuildParity? Parity, IReadOnlyList<RebuildTable> Tables, long Position, double? RatePerSecond, long? SecondsLeft,
    string? Error, string AskedBy, Instant StartedAt, Instant? EndedAt, bool Kept);

/// <param name="Same">Rows that are equal in every column.</param>
/// <param name="Differing">Rows that are on both sides and not equal.</param>
/// <param name="Missing">Rows that the live table lacked.</param>
/// <param name="Extra">Rows of the live table that no event leads to.</param>
public sealed record RebuildParity(long Same, long Differing, long Missing, long Extra);

/// <summary>The parity of one table, as in <see cref="RebuildParity"/>.</summary>
public sealed record RebuildTable(string Table, long Same, long Differing, long Missing, long Extra);

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
