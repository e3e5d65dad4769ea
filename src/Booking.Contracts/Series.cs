using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>What becomes of a series when one of its starts is not to be had.</summary>
[JsonConverter(typeof(WireEnum<SeriesConflict>))]
public enum SeriesConflict
{
    /// <summary>Nothing is booked.</summary>
    [JsonStringEnumMemberName("fail")] Fail,

    /// <summary>The others are booked.</summary>
    [JsonStringEnumMemberName("skip")] Skip,
}

/// <summary>Asks for visits that come back every week at the same local time of the doctor's zone, without holds.</summary>
/// <param name="Start">Of the first visit.</param>
/// <param name="Count">2 to 26, the first one included.</param>
/// <param name="Reason">Why the patient comes, in their words; the same for each visit.</param>
/// <param name="PatientId">For the desk only, which sends this or <paramref name="Patient"/>.</param>
/// <param name="Place">As in <see cref="AppointmentRequest"/>, as are the two below.</param>
public sealed record SeriesRequest(
    Guid DoctorId,
    AppointmentType Type,
    Instant Start,
    int Count,
    SeriesConflict OnConflict,
    PaymentProvider Provider,
    string? Reason = null,
    Guid? PatientId = null,
    NewPatient? Patient = null,
    string? Place = null,
    string? TermsVersion = null,
    IReadOnlyList<string>? Override = null);

/// <summary>The visits that were booked together, by start; each has its own payment, which is read or paid as any other's.</summary>
/// <param name="Skipped">The starts that were not to be had.</param>
/// <param name="Reasons">Why, in the order of <paramref name="Skipped"/>.</param>
public sealed record SeriesAnswer(
    Guid Id, IReadOnlyList<AppointmentAnswer> Appointments, IReadOnlyList<Instant> Skipped, IReadOnlyList<StartRefused> Reasons);

/// <summary>Why one start of several was not to be had.</summary>
/// <param name="Code">As a hold or a request for it alone would be refused, such as <c>slot-taken</c>.</param>
public sealed record StartRefused(Instant Start, string Code);
