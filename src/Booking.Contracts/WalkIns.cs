namespace Booking.Contracts;

/// <summary>A visit that begins now, for somebody who stands at the desk.</summary>
/// <param name="PatientId">This or <paramref name="Patient"/>.</param>
/// <param name="Provider">Null means <c>manual</c>.</param>
/// <param name="Reason">Why the patient comes, in their words.</param>
/// <param name="Minutes">How long it takes, 5 to 480; null means as long as the present hours', else the week's first hours', visits of the type.</param>
/// <param name="Place">Where the patient is, as in <see cref="AppointmentRequest"/>.</param>
/// <param name="Override">Codes of rules that shall not count: <c>day-full</c>, <c>patient-busy</c>.</param>
public sealed record WalkInRequest(
    AppointmentType Type,
    Guid? PatientId = null,
    NewPatient? Patient = null,
    PaymentProvider? Provider = null,
    string? Reason = null,
    int? Minutes = null,
    string? Place = null,
    IReadOnlyList<string>? Override = null);
