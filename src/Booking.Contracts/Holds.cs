namespace Booking.Contracts;

/// <summary>Asks for one slot while the patient decides.</summary>
/// <param name="Start">A start that availability lists for this type.</param>
public sealed record HoldRequest(Guid DoctorId, Instant Start, AppointmentType Type);

/// <param name="ExpiresAt">From this instant on another patient may take the slot.</param>
/// <param name="Price">Fixed for as long as the hold lives, whatever happens to the fees.</param>
public sealed record HoldAnswer(Guid Id, Guid DoctorId, Instant Start, Instant End, AppointmentType Type, Instant ExpiresAt, Money Price);
