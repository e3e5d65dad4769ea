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
/// <param name="Cancellation">How it was called off; null when it was not.</param>
/// <param name="NoShow">What it cost that the patient did not come; null otherwise.</param>
/// <param name="IntakeComplete">The patient has answered what the doctor asks beforehand.</param>
/// <param name="PayBy">When the visit ends unless it is paid; left out when it does not wait for money.</param>
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
    Guid? SeriesId = null,
    CancellationAnswer? Cancellation = null,
    NoShowAnswer? NoShow = null,
    bool IntakeComplete = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? PayBy = null);

/// <summary>On whose side a visit was called off.</summary>
[JsonConverter(typeof(WireEnum<VisitParty>))]
public enum VisitParty
{
    [JsonStringEnumMemberName("patient")] Patient,
    [JsonStringEnumMemberName("desk")] Desk,
    [JsonStringEnumMemberName("doctor")] Doctor,
    [JsonStringEnumMemberName("system")] System,
}

/// <param name="Fee">What the clinic keeps of what was paid.</param>
/// <param name="Refund">What goes back; the payment says how much of it has arrived.</param>
/// <param name="Rule">The rule in words, as the preview showed it.</param>
public sealed record CancellationAnswer(VisitParty By, Money Fee, Money Refund, string Rule);

/// <param name="Fee">What the clinic keeps of what was paid.</param>
/// <param name="Refund">What goes back.</param>
/// <param name="Rule">The rule in words.</param>
public sealed record NoShowAnswer(Money Fee, Money Refund, string Rule);

/// <param name="CheckoutUrl">Where the patient pays; null until the provider has opened a page, and always for <c>manual</c>.</param>
public sealed record AppointmentPayment(Guid Id, PaymentStatus Status, PaymentProvider Provider, string? CheckoutUrl);
