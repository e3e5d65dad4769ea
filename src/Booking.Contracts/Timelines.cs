using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>What an item of a timeline is.</summary>
[JsonConverter(typeof(WireEnum<TimelineKind>))]
public enum TimelineKind
{
    /// <summary>An event of the visit, of its payment or of a slot that it had.</summary>
    [JsonStringEnumMemberName("event")] Event,

    /// <summary>A message of the outbox, notices to people among them.</summary>
    [JsonStringEnumMemberName("message")] Message,

    /// <summary>A request to a payment provider.</summary>
    [JsonStringEnumMemberName("provider_call")] ProviderCall,

    /// <summary>What a payment provider told by itself.</summary>
    [JsonStringEnumMemberName("notification")] Notification,

    /// <summary>A delivery to an integrator's endpoint.</summary>
    [JsonStringEnumMemberName("delivery")] Delivery,
}

/// <summary>Everything that is known of one visit, in order.</summary>
/// <param name="Unknown">What it cannot tell: <c>forgotten_messages</c> (sent ones are kept for a time).</param>
public sealed record TimelineAnswer(
    Guid AppointmentId, Guid DoctorId, Guid? PaymentId, IReadOnlyList<TimelineItem> Items, IReadOnlyList<string> Unknown);

/// <param name="At">When it happened, was asked for or came in.</param>
/// <param name="Name">The event's, the message's or the notification's type; of a provider call what was asked for.</param>
/// <param name="Stream">The event's stream, or the one that orders the message.</param>
/// <param name="Version">The event's place in its stream.</param>
/// <param name="TraceId">W3C; null where none is kept.</param>
/// <param name="Cause">The id of what led to it directly.</param>
/// <param name="Outcome">Of what may fail: <c>waiting</c>, <c>sent</c>, <c>dead</c>, <c>delivered</c>.</param>
/// <param name="EndedAt">When that outcome came about.</param>
/// <param name="Data">As stored, personal data sealed; null where nothing is told.</param>
public sealed record TimelineItem(
    Instant At, TimelineKind Kind, string Name, Guid? Stream, long? Version, string? TraceId, string? Cause, string? Actor, string? ActorRole, string? Outcome,
    Instant? EndedAt, int? Attempts, string? Error, JsonElement Data);

/// <summary>What a patient was offered at a moment of the past.</summary>
/// <param name="TimeZone">Of the doctor then; dates and local times are in it.</param>
/// <param name="Listed">Whether the doctor was verified and accepted patients; otherwise nothing was offered.</param>
/// <param name="Taken">What stood in the way of starts of those dates.</param>
/// <param name="Unknown">
/// What the log does not say: <c>own_hold</c> (a patient saw their own hold as free), <c>patient_rules</c> (limits of one patient), <c>time_zone_rules</c> (starts were cut
/// by rules of another version than this process has), <c>replica</c> (the answer may have been seconds old).
/// </param>
public sealed record PastAvailability(
    Guid DoctorId, Instant AsOf, string TimeZone, bool Listed, IReadOnlyList<AvailableDay> Days, IReadOnlyList<PastClaim> Taken, IReadOnlyList<string> Unknown);

/// <param name="End">Buffer included.</param>
/// <param name="LapsesAt">Of a hold; null for a visit.</param>
public sealed record PastClaim(Instant Start, Instant End, Guid? HoldId, Instant? LapsesAt);
