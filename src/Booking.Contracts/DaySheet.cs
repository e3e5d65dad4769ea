using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<DayState>))]
public enum DayState
{
    [JsonStringEnumMemberName("free")] Free,
    [JsonStringEnumMemberName("held")] Held,
    [JsonStringEnumMemberName("pending_payment")] PendingPayment,
    [JsonStringEnumMemberName("confirmed")] Confirmed,
    [JsonStringEnumMemberName("completed")] Completed,
    [JsonStringEnumMemberName("no_show")] NoShow,
    [JsonStringEnumMemberName("blocked")] Blocked,
    [JsonStringEnumMemberName("notice")] Notice,
    [JsonStringEnumMemberName("full")] Full,
    [JsonStringEnumMemberName("past")] Past,
}

/// <summary>A doctor's day as the desk and the doctor see it.</summary>
/// <param name="Date">In the doctor's zone.</param>
/// <param name="CashToHandBack">Manual refunds that nobody has ticked yet.</param>
/// <param name="Unclosed">The doctor's visits of any date that ended more than two hours ago and that nobody has closed, the oldest first, at most 200.</param>
public sealed record DaySheetAnswer(
    LocalDate Date, IReadOnlyList<DaySlot> Slots, IReadOnlyList<CashToHandBack> CashToHandBack, IReadOnlyList<UnclosedVisit> Unclosed);

/// <param name="Type">Null where the time is blocked.</param>
/// <param name="Patient">Null unless somebody holds or has booked.</param>
/// <param name="PaymentStatus">Null when there is no visit or nothing is due.</param>
/// <param name="Flagged">The visit stands outside the schedule.</param>
/// <param name="Unclosed">The visit ended more than two hours ago, and nobody has said whether it took place.</param>
public sealed record DaySlot(
    Instant Start,
    Instant End,
    AppointmentType? Type,
    DayState State,
    DayPatient? Patient,
    Guid? AppointmentId,
    PaymentStatus? PaymentStatus,
    bool Flagged,
    bool Unclosed = false);

public sealed record DayPatient(Guid Id, string FullName, string Phone);

/// <summary>A visit that waits to be closed as completed or missed.</summary>
public sealed record UnclosedVisit(Guid AppointmentId, DayPatient Patient, Instant Start, Instant End, AppointmentType Type);

/// <param name="Since">When the refund was decided.</param>
public sealed record CashToHandBack(Guid PaymentId, Guid AppointmentId, DayPatient Patient, Money Amount, Instant Since);
