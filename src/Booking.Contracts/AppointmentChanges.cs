using System.Text.Json;
using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>What cancelling now would give back and keep.</summary>
/// <param name="Rule">The tier of the policy that decides, in words.</param>
public sealed record CancellationPreview(Money Refund, Money Fee, string Rule);

/// <summary>On whose side the desk acts, by whose rules.</summary>
[JsonConverter(typeof(WireEnum<ActingFor>))]
public enum ActingFor
{
    [JsonStringEnumMemberName("patient")] Patient,
    [JsonStringEnumMemberName("doctor")] Doctor,
}

/// <param name="Reason">Told to the other side.</param>
/// <param name="For">For the desk only: the patient's rules, or the doctor's (everything goes back); null: the desk's own, by the policy.</param>
public sealed record CancelRequest(string Reason, ActingFor? For = null);

/// <summary>Moves a visit in place; the price stays.</summary>
/// <param name="Start">A start that availability lists for the visit's type; the visit's own time is not in its way.</param>
/// <param name="Reason">Told to the other side.</param>
/// <param name="For">For the desk only; a move on the doctor's side leaves what a later cancellation gives back as it was.</param>
public sealed record RescheduleRequest(Instant Start, string? Reason = null, ActingFor? For = null);

/// <summary>One thing that happened to a visit.</summary>
/// <param name="What">The event's name, such as <c>appointment_confirmed</c>.</param>
/// <param name="Version">The visit's version since; 1 and up without a hole.</param>
public sealed record HistoryItem(Instant When, string What, HistoryActor Who, long Version, JsonElement Data);

/// <param name="Id">The account's id, or <c>system</c>.</param>
/// <param name="Role">A role, or <c>system</c>.</param>
public sealed record HistoryActor(string Id, string Role);
