using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<WaitlistStatus>))]
public enum WaitlistStatus
{
    [JsonStringEnumMemberName("waiting")] Waiting,

    /// <summary>A time is held for the patient; see <see cref="WaitlistEntry.HoldId"/>.</summary>
    [JsonStringEnumMemberName("offered")] Offered,
    [JsonStringEnumMemberName("ended")] Ended,
}

/// <summary>Asks to be offered a time of a doctor that comes free.</summary>
/// <param name="From">A date in the doctor's zone, as <paramref name="To"/>; both are included, at most 62 days.</param>
/// <param name="PatientId">For the desk, which says who waits; a patient leaves it out.</param>
public sealed record WaitlistRequest(Guid DoctorId, LocalDate From, LocalDate To, AppointmentType Type, Guid? PatientId = null);

/// <summary>A patient's place on a doctor's waitlist.</summary>
/// <param name="Position">1 for whose turn it is next, counted among those who wait for the same type on some of the same dates; null once it has ended.</param>
/// <param name="HoldId">The hold that was made in the patient's name, to be spent or given back as any other; null while there is none.</param>
/// <param name="Start">Of the time that is offered.</param>
/// <param name="Until">When the offer lapses and the next in the list has a turn; a second one that lapses ends the entry.</param>
/// <param name="Patient">Whom to call; only in the desk's lists.</param>
/// <param name="EndedBecause"><c>booked</c>, <c>withdrawn</c>, <c>offers_lapsed</c> or <c>span_over</c>; null while it lives.</param>
public sealed record WaitlistEntry(
    Guid Id,
    Guid DoctorId,
    Guid PatientId,
    LocalDate From,
    LocalDate To,
    AppointmentType Type,
    WaitlistStatus Status,
    int? Position,
    Guid? HoldId,
    Instant? Start,
    Instant? Until,
    string? EndedBecause,
    Instant JoinedAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DayPatient? Patient = null);
