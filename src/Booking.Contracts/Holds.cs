using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Asks for one slot while the patient decides.</summary>
/// <param name="Start">A start that availability lists for this type.</param>
public sealed record HoldRequest(Guid DoctorId, Instant Start, AppointmentType Type);

/// <summary>
/// Asks for a slot with whoever of a set of doctors is free. The set is what all given conditions leave of the verified doctors who accept
/// patients; at least one is given.
/// </summary>
/// <param name="DoctorIds">1 to 50.</param>
/// <param name="Specialty">As a doctor's profile has it, whatever the case; 1 to 200 characters.</param>
/// <param name="Language">As a doctor's profile has it, whatever the case; 1 to 200 characters.</param>
/// <param name="Start">Null: the earliest free start of the set.</param>
public sealed record HoldAnyRequest(
    AppointmentType Type, IReadOnlyList<Guid>? DoctorIds = null, string? Specialty = null, string? Language = null, Instant? Start = null);

/// <param name="ExpiresAt">From this instant on another patient may take the slot.</param>
/// <param name="Price">Fixed for as long as the hold lives, whatever happens to the fees.</param>
public sealed record HoldAnswer(Guid Id, Guid DoctorId, Instant Start, Instant End, AppointmentType Type, Instant ExpiresAt, Money Price);

/// <summary>What has become of a hold.</summary>
[JsonConverter(typeof(WireEnum<HoldStatus>))]
public enum HoldStatus
{
    [JsonStringEnumMemberName("held")] Held,

    /// <summary>It ran out, or was let go.</summary>
    [JsonStringEnumMemberName("lapsed")] Lapsed,

    /// <summary>A visit was booked with it.</summary>
    [JsonStringEnumMemberName("spent")] Spent,
}

/// <summary>A hold of one's own, whether it lives or not, with what whoever spends it wants to know.</summary>
/// <param name="Extended">It cannot be extended once more.</param>
/// <param name="Policy">As it stood when the slot was held; null when the doctor had none: then everything goes back until the start.</param>
/// <param name="AppointmentId">Of the visit that it was spent on.</param>
/// <param name="Alternatives">Once it has lapsed: the next free starts, at most three.</param>
public sealed record HoldDetails(
    Guid Id,
    Guid DoctorId,
    Instant Start,
    Instant End,
    AppointmentType Type,
    Instant ExpiresAt,
    Money Price,
    HoldStatus Status,
    bool Extended,
    DoctorPolicy? Policy,
    Guid? AppointmentId,
    IReadOnlyList<AvailableSlot>? Alternatives);
