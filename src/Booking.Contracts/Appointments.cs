using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<AppointmentType>))]
public enum AppointmentType
{
    [JsonStringEnumMemberName("standard")] Standard,
    [JsonStringEnumMemberName("followup")] Followup,
}

[JsonConverter(typeof(WireEnum<AppointmentStatus>))]
public enum AppointmentStatus
{
    [JsonStringEnumMemberName("pending_payment")] PendingPayment,
    [JsonStringEnumMemberName("confirmed")] Confirmed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("no_show")] NoShow,
    [JsonStringEnumMemberName("refunded")] Refunded,
}

/// <summary>Turns a hold into a visit.</summary>
/// <param name="Reason">Why the patient comes, in their words.</param>
/// <param name="PatientId">For the desk only, which sends this or <paramref name="Patient"/>.</param>
/// <param name="Place">
/// Where the patient will be: an ISO 3166-1 alpha-2 country or ISO 3166-2 subdivision such as <c>US-CA</c>. Needed where the doctor's licences are restricted.
/// </param>
/// <param name="TermsVersion">The terms that were shown; another version than the one in force is refused. Null: those in force.</param>
/// <param name="Override">For the desk only: the codes of rules that shall not count; <c>patient-busy</c> is the only one.</param>
public sealed record AppointmentRequest(
    Guid HoldId,
    PaymentProvider Provider,
    string? CouponCode = null,
    string? Reason = null,
    Guid? PatientId = null,
    NewPatient? Patient = null,
    string? Place = null,
    string? TermsVersion = null,
    IReadOnlyList<string>? Override = null);

/// <param name="TimeZone">The doctor's when the visit was booked.</param>
/// <param name="Due"><paramref name="Price"/> less <paramref name="Discount"/>.</param>
/// <param name="Payment">Null when nothing is due.</param>
/// <param name="MeetingLink">Null until the visit is confirmed.</param>
/// <param name="Policy">As it stood when the slot was held; null when the doctor had none.</param>
/// <param name="Reason">Why the patient comes, in their words.</param>
/// <param name="SeriesId">The weekly series that it was booked in; null for a visit of its own.</param>
public sealed record AppointmentAnswer(
    Guid Id,
    AppointmentStatus Status,
    Guid DoctorId,
    Guid PatientId,
    Instant Start,
    Instant End,
    string TimeZone,
    AppointmentType Type,
    Money Price,
    Money Discount,
    Money Due,
    AppointmentPayment? Payment,
    string? MeetingLink,
    DoctorPolicy? Policy,
    string? Reason,
    Guid? SeriesId = null);

/// <param name="CheckoutUrl">Where the patient pays; null until the provider has opened a page, and always for <c>manual</c>.</param>
public sealed record AppointmentPayment(Guid Id, PaymentStatus Status, PaymentProvider Provider, string? CheckoutUrl);
