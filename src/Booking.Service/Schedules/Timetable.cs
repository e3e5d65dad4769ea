using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>All that decides which slots a doctor offers. What is held or booked is not part of it.</summary>
/// <param name="TimeZone">An IANA id; all dates and local times are the doctor's, in this zone.</param>
/// <param name="Weekly">At most 50 windows, in any order.</param>
public sealed record Timetable(
    string TimeZone, EquatableList<WeeklyWindow> Weekly, EquatableList<Block> Blocks, EquatableList<CustomHours> CustomHours)
{
    /// <summary>The open hours that start on the date once exceptions had their say, by start. Blocks with times do not change them.</summary>
    public IReadOnlyList<OpenHours> HoursOn(LocalDate date)
    {
        if (Blocks.Any(block => block.Date == date && block.Start is null))
            return [];
        var custom = CustomHours.Where(exception => exception.Date == date).Select(exception => exception.Hours).ToArray();
        var hours = custom.Length > 0 ? custom : Weekly.Where(window => window.Day == date.DayOfWeek).Select(window => window.Hours);
        return [.. hours.OrderBy(open => open.Start)];
    }

    /// <summary>The date of hours that new custom hours of <paramref name="date"/> would overlap in a type they share, else null.</summary>
    /// <remarks>Judged by nominal local times against the day before, the custom hours of the date (the week's they replace) and the day after.</remarks>
    internal LocalDate? FirstNeighbour(LocalDate date, OpenHours hours)
    {
        for (var day = -1; day <= 1; day++)
        {
            var others = day == 0 ? CustomHours.Where(other => other.Date == date).Select(other => other.Hours) : HoursOn(date.PlusDays(day));
            var midnight = day * OpenHours.MinutesOfDay;
            foreach (var other in others)
                if (other.SharesTypeWith(hours) && midnight + other.NominalStart < hours.NominalStart + hours.NominalMinutes
                    && hours.NominalStart < midnight + other.NominalStart + other.NominalMinutes)
                    return date.PlusDays(day);
        }
        return null;
    }
}
