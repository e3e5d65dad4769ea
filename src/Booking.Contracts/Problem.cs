using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>An RFC 9457 problem, the body of every answer of 400 and above.</summary>
/// <param name="Type">A stable path such as <c>/problems/slot-taken</c>; its last part is the <see cref="Code"/>.</param>
/// <param name="Errors">Invalid input: the messages of each field, by its path in the request.</param>
/// <param name="Alternatives">With <c>slot-taken</c>, <c>hold-expired</c> and whatever else a hold is refused for at that time: the next free starts, at most three.</param>
/// <param name="Starts">With <c>slot-taken</c> of a series: the starts that are not to be had.</param>
/// <param name="Reasons">With <c>slot-taken</c> of a series: why, start by start.</param>
/// <param name="Visits">With <c>visits-in-the-way</c>: the visits that the block would hit.</param>
/// <param name="Ids">When a patient is to be erased: with <c>visits-in-the-way</c> the visits, with <c>money-in-the-way</c> the payments.</param>
/// <param name="FreeAt">With the <c>slot-taken</c> of a walk-in: when the doctor next has as long a time between two claims.</param>
public sealed record Problem(
    string Type,
    string Title,
    int Status,
    string? Detail = null,
    string? TraceId = null,
    IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null,
    IReadOnlyList<AvailableSlot>? Alternatives = null,
    IReadOnlyList<VisitOutside>? Visits = null,
    IReadOnlyList<Instant>? Starts = null,
    IReadOnlyList<StartRefused>? Reasons = null,
    Instant? FreeAt = null,
    IReadOnlyList<Guid>? Ids = null)
{
    /// <summary>What a program decides by, such as <c>slot-taken</c>.</summary>
    [JsonIgnore]
    public string Code => Type[(Type.LastIndexOf('/') + 1)..];
}
