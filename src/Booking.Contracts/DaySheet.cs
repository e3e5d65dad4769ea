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

/// <summary>Why people should look at a visit.</summary>
[JsonConverter(typeof(WireEnum<FlagReason>))]
public enum FlagReason
{
    /// <summary>It stands outside the schedule.</summary>
    [JsonStringEnumMemberName("outside_hours")] OutsideHours,

    /// <summary>The law moved the clock, and the visit could not follow the wall time that was promised.</summary>
    [JsonStringEnumMemberName("clock_changed")] ClockChanged,
}

/// <summary>A doctor's day as the desk and the doctor see it.</summary>
/// <param name="Date">In the doctor's zone.</param>
/// <param name="CashToHandBack">Manual refunds that nobody has ticked yet.</param>
/// <param name="Unclosed">The doctor's visits of any date that ended more than two hours ago and that nobody has closed, the oldest first, at most 200.</param>
public sealed record DaySheetAnswer(
    LocalDate Date, IReadOnlyList<DaySlot> Slots, IReadOnlyList<CashToHandBack> CashToHandBack, IReadOnlyList<UnclosedVisit> Unclosed);

/// <param name="Type">Null where the time is blocked.</param>
/// <param name="Patient">Null unless somebody holds or has booked who is known as a patient.</param>
/// <param name="PaymentStatus">Null when there is no visit or nothing is due.</param>
/// <param name="Flagged">People should look at the visit.</param>
/// <param name="Unclosed">The visit ended more than two hours ago, and nobody has said whether it took place.</param>
/// <param name="FlagReason">Why it is flagged; null when it is not.</param>
/// <param name="HoldId">What holds the time; null unless it is held.</param>
/// <param name="HeldUntil">When that lapses.</param>
/// <param name="Reason">Why the patient comes, in their words, or why the time is blocked, in the desk's; null where nobody said.</param>
public sealed record DaySlot(
    Instant Start,
    Instant End,
    AppointmentType? Type,
    DayState State,
    DayPatient? Patient,
    Guid? AppointmentId,
    PaymentStatus? PaymentStatus,
    bool Flagged,
    bool Unclosed = false,
    FlagReason? FlagReason = null,
    Guid? HoldId = null,
    Instant? HeldUntil = null,
    string? Reason = null);

public sealed record DayPatient(Guid Id, string FullName, string Phone);

/// <summary>A visit that waits to be closed as completed or missed.</summary>
public sealed record UnclosedVisit(Guid AppointmentId, DayPatient Patient, Instant Start, Instant End, AppointmentType Type);

/// <param name="Since">When the refund was decided.</param>
/// <param name="Version">The payment's, whose ETag makes sure that what is ticked is what was shown.</param>
public sealed record CashToHandBack(Guid PaymentId, Guid AppointmentId, DayPatient Patient, Money Amount, Instant Since, long Version = 0);
