using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>The rules that open hours must keep before they are stored. Errors name the fields as the client sent them.</summary>
public static class HoursValidation
{
    public const int MostWindows = 50;
    const int MinutesOfWeek = 7 * OpenHours.MinutesOfDay;

    /// <summary>Errors at <c>path[n].field</c>.</summary>
    public static void Validate(this IReadOnlyList<WeeklyWindow> weekly, string path, FieldErrors errors)
    {
        if (!errors.Require(weekly.Count <= MostWindows, path, $"At most {MostWindows} windows."))
            return;
        for (var i = 0; i < weekly.Count; i++)
        {
            errors.Require(weekly[i].Day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday, $"{path}[{i}].dayOfWeek", "Must be a day of the week.");
            weekly[i].Hours.Validate($"{path}[{i}].", errors);
            if (FirstOverlap(weekly, i) is { } other)
                errors.Add($"{path}[{i}].start", $"Overlaps {path}[{other}], which has a type in common.");
        }
    }

    /// <param name="prefix">Stands before each field's name, as <c>weekly[0].</c></param>
    public static void Validate(this OpenHours hours, string prefix, FieldErrors errors)
    {
        errors.RequireWholeMinute(hours.Start, prefix + "start");
        errors.RequireWholeMinute(hours.End, prefix + "end");
        errors.RequireRange(hours.BufferMinutes, 0, 120, prefix + "bufferMinutes");
        if (errors.RequireRange(hours.SlotMinutes, 5, 480, prefix + "slotMinutes"))
            errors.Require(hours.SlotMinutes <= hours.NominalMinutes, prefix + "slotMinutes", "A slot is longer than its window.");
        if (hours.MaxPatients is { } most)
            errors.RequireRange(most, 1, 200, prefix + "maxPatients");
        errors.Require(hours.Types.Count > 0, prefix + "types", "Must name at least one type.");
        errors.Require(hours.Types.Distinct().Count() == hours.Types.Count, prefix + "types", "Must name a type once.");
        errors.Require(hours.Types.All(Enum.IsDefined), prefix + "types", "Must be standard or followup.");
    }

    public static void RequireWholeMinute(this FieldErrors errors, LocalTime time, string path) =>
        errors.Require(time.Second == 0 && time.NanosecondOfSecond == 0, path, "Must be a whole minute.");

    static int? FirstOverlap(IReadOnlyList<WeeklyWindow> weekly, int index)
    {
        for (var other = 0; other < index; other++)
            if (weekly[other].Hours.SharesTypeWith(weekly[index].Hours) && Overlap(weekly[other], weekly[index]))
                return other;
        return null;
    }

    // The week is a circle: one window overlaps another when either starts inside the other, counted round Sunday's midnight.
    static bool Overlap(WeeklyWindow one, WeeklyWindow two) =>
        MinutesFrom(one, two) < one.Hours.NominalMinutes || MinutesFrom(two, one) < two.Hours.NominalMinutes;

    static int MinutesFrom(WeeklyWindow one, WeeklyWindow two) =>
        (MinuteOfWeek(two) - MinuteOfWeek(one) + MinutesOfWeek) % MinutesOfWeek;

    static int MinuteOfWeek(WeeklyWindow window) => ((int)window.Day - 1) * OpenHours.MinutesOfDay + window.Hours.NominalStart;
}
