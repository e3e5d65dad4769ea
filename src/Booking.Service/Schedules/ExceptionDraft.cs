using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>An exception as a client sends it; null is what the client left out.</summary>
/// <remarks>Custom hours take what they leave out from that weekday's first window, else from the week's first (both by time).
/// So custom hours lift a limit of patients by naming a high one.</remarks>
public sealed record ExceptionDraft(
    LocalDate Date, ExceptionType Type, string Reason, LocalTime? Start = null, LocalTime? End = null,
    int? SlotMinutes = null, int? BufferMinutes = null, int? MaxPatients = null, EquatableList<AppointmentType>? Types = null)
{
    public const int LongestReason = 500;

    // Far enough for any horizon, and far from the ends of the calendar, where a day more would not be a date.
    static readonly LocalDate FirstDate = new(2000, 1, 1), LastDate = new(2199, 12, 31);

    public static bool IsDate(LocalDate date) => date >= FirstDate && date <= LastDate;

    /// <summary>The exception that the draft means in this calendar, or null when an error was found.</summary>
    public ScheduleException? Complete(ExceptionId id, Timetable calendar, FieldErrors errors)
    {
        var found = new FieldErrors();
        found.Require(IsDate(Date), "date", $"Must be a date from {FirstDate.Year} to {LastDate.Year}.");
        found.Require(!string.IsNullOrWhiteSpace(Reason) && Reason.Length <= LongestReason, "reason", $"Must be 1 to {LongestReason} characters.");
        ScheduleException? exception = Type switch
        {
            ExceptionType.Blocked => Block(id, found),
            ExceptionType.CustomHours => Custom(id, calendar, found),
            _ => null,
        };
        found.Require(exception is not null || found.Any, "type", "Must be blocked or custom_hours.");
        errors.AddAll(found);
        return found.Any ? null : exception;
    }

    Block Block(ExceptionId id, FieldErrors errors)
    {
        errors.Require(Start is null || End is not null, "end", "A block has both start and end, or neither for the whole date.");
        errors.Require(End is null || Start is not null, "start", "A block has both start and end, or neither for the whole date.");
        if ((Start, End) is ({ } start, { } end))
        {
            errors.RequireWholeMinute(start, "start");
            errors.RequireWholeMinute(end, "end");
            errors.Require(end > start || end == LocalTime.Midnight, "end", "Must be after start; 00:00 is the end of the date.");
        }
        const string onlyCustom = "Only custom hours have this.";
        errors.Require(SlotMinutes is null, "slotMinutes", onlyCustom);
        errors.Require(BufferMinutes is null, "bufferMinutes", onlyCustom);
        errors.Require(MaxPatients is null, "maxPatients", onlyCustom);
        errors.Require(Types is null, "types", onlyCustom);
        return new(id, Date, Reason, Start, End);
    }

    CustomHours? Custom(ExceptionId id, Timetable calendar, FieldErrors errors)
    {
        var model = FirstWindow(calendar, Date.DayOfWeek);
        var (slot, buffer, types) = (SlotMinutes ?? model?.SlotMinutes, BufferMinutes ?? model?.BufferMinutes, Types ?? model?.Types);
        const string noModel = "Needed: the week has no window to take it from.";
        errors.Require(Start is not null, "start", "Custom hours need a start.");
        errors.Require(End is not null, "end", "Custom hours need an end.");
        errors.Require(slot is not null, "slotMinutes", noModel);
        errors.Require(buffer is not null, "bufferMinutes", noModel);
        errors.Require(types is not null, "types", noModel);
        if (Start is null || End is null || slot is null || buffer is null || types is null)
            return null;

        var hours = new OpenHours(Start.Value, End.Value, slot.Value, buffer.Value, MaxPatients ?? model?.MaxPatients, types);
        hours.Validate("", errors);
        if (!errors.Any && calendar.FirstNeighbour(Date, hours) is { } date)
            errors.Add("start", $"Overlaps hours of {date:uuuu-MM-dd} that have a type in common.");
        return new(id, Date, Reason, hours);
    }

    static OpenHours? FirstWindow(Timetable calendar, IsoDayOfWeek day) =>
        calendar.Weekly.OrderBy(window => window.Day != day).ThenBy(window => window.Day).ThenBy(window => window.Hours.Start)
            .Select(window => window.Hours).FirstOrDefault();
}
