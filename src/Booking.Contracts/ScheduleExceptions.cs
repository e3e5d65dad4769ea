using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<ExceptionType>))]
public enum ExceptionType
{
    [JsonStringEnumMemberName("blocked")] Blocked,
    [JsonStringEnumMemberName("custom_hours")] CustomHours,
}

/// <summary>A date that is not like its weekday.</summary>
/// <param name="Date">In the doctor's zone.</param>
/// <param name="Start">Null together with <paramref name="End"/> blocks the windows that start on that date; custom hours need both.</param>
/// <param name="SlotMinutes">This and what follows: custom hours only; null takes it from that weekday's first window, else the week's first.</param>
public sealed record ExceptionRequest(
    LocalDate Date,
    ExceptionType Type,
    string Reason,
    LocalTime? Start = null,
    LocalTime? End = null,
    int? SlotMinutes = null,
    int? BufferMinutes = null,
    int? MaxPatients = null,
    IReadOnlyList<AppointmentType>? Types = null);

/// <param name="Conflicts">Visits that stand outside since; they are neither moved nor cancelled.</param>
public sealed record ExceptionAnswer(
    Guid Id,
    LocalDate Date,
    ExceptionType Type,
    string Reason,
    LocalTime? Start,
    LocalTime? End,
    int? SlotMinutes,
    int? BufferMinutes,
    int? MaxPatients,
    IReadOnlyList<AppointmentType>? Types,
    IReadOnlyList<VisitOutside> Conflicts);
