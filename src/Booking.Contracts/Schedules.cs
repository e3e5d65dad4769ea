using System.Text.Json.Serialization;

namespace Booking.Contracts;

/// <summary>Numbered as in ISO 8601, so a cast to NodaTime's <see cref="IsoDayOfWeek"/> is right.</summary>
[JsonConverter(typeof(WireEnum<WeekDay>))]
public enum WeekDay
{
    [JsonStringEnumMemberName("monday")] Monday = 1,
    [JsonStringEnumMemberName("tuesday")] Tuesday,
    [JsonStringEnumMemberName("wednesday")] Wednesday,
    [JsonStringEnumMemberName("thursday")] Thursday,
    [JsonStringEnumMemberName("friday")] Friday,
    [JsonStringEnumMemberName("saturday")] Saturday,
    [JsonStringEnumMemberName("sunday")] Sunday,
}

/// <summary>A time of the week in which visits start, in the doctor's zone.</summary>
/// <param name="End">At or before <paramref name="Start"/> it is on the next day; equal means 24 hours.</param>
/// <param name="BufferMinutes">Kept free after each visit.</param>
/// <param name="MaxPatients">Visits of this window on one date; null means as many as fit.</param>
public sealed record WeeklyWindow(
    WeekDay DayOfWeek,
    LocalTime Start,
    LocalTime End,
    int SlotMinutes,
    IReadOnlyList<AppointmentType> Types,
    int BufferMinutes = 0,
    int? MaxPatients = null);

/// <summary>How far ahead and for how long a doctor's slots can be taken.</summary>
/// <param name="MinimumNoticeMinutes">A slot that starts sooner than this is not listed.</param>
/// <param name="HorizonDays">Today and this many of the doctor's local dates are listed; at most 400.</param>
/// <param name="HoldMinutes">How long a hold lives, and by how much it is extended.</param>
/// <param name="PaymentMinutes">How long a visit waits for money from an online provider.</param>
/// <param name="ManualPaymentHours">How long a visit waits for money at the desk.</param>
/// <param name="FollowupWithinDays">
/// A follow-up starts at most this many days of 24 hours after the end of a completed visit of the patient with the doctor, 1 to 3650; 0: anybody may have one.
/// </param>
public sealed record ScheduleRules(
    int MinimumNoticeMinutes = 60,
    int HorizonDays = 60,
    int HoldMinutes = 10,
    int PaymentMinutes = 35,
    int ManualPaymentHours = 24,
    int FollowupWithinDays = 0);

/// <summary>Replaces the whole week.</summary>
/// <param name="Rules">Null leaves the rules as they are.</param>
public sealed record ScheduleRequest(IReadOnlyList<WeeklyWindow> Weekly, ScheduleRules? Rules = null);

/// <param name="Conflicts">Visits that stand outside the schedule; they are neither moved nor cancelled.</param>
public sealed record ScheduleAnswer(IReadOnlyList<WeeklyWindow> Weekly, ScheduleRules Rules, IReadOnlyList<VisitOutside> Conflicts);

/// <summary>A visit that the schedule no longer covers.</summary>
/// <param name="Patient">Whom to call; where a block is refused because of the visit, and where a schedule is read or tried out.</param>
public sealed record VisitOutside(
    Guid AppointmentId,
    Instant Start,
    Instant End,
    AppointmentStatus Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DayPatient? Patient = null);
