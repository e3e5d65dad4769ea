using System.Text.Json;

namespace Booking.Contracts;

/// <summary>What cancelling now would give back and keep.</summary>
/// <param name="Rule">The tier of the policy that decides, in words.</param>
public sealed record CancellationPreview(Money Refund, Money Fee, string Rule);

/// <param name="Reason">Told to the other side.</param>
public sealed record CancelRequest(string Reason);

/// <summary>One thing that happened to a visit.</summary>
/// <param name="What">The event's name, such as <c>appointment_confirmed</c>.</param>
/// <param name="Version">The visit's version since; 1 and up without a hole.</param>
public sealed record HistoryItem(Instant When, string What, HistoryActor Who, long Version, JsonElement Data);

/// <param name="Id">The account's id, or <c>system</c>.</param>
/// <param name="Role">A role, or <c>system</c>.</param>
public sealed record HistoryActor(string Id, string Role);
