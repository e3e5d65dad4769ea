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
