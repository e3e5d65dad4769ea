using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Cuts a doctor's open hours into slots, date by date. Pure, and prepared once for many dates.</summary>
public sealed class SlotCutter
{
    readonly DateTimeZone zone;
    readonly OpenHours[][] week = new OpenHours[8][];
    readonly Dictionary<LocalDate, OpenHours[]> custom;
    readonly HashSet<LocalDate> closed = [];
    readonly ILookup<LocalDate, Block> blocks;

    readonly record struct Span(Instant Start, Instant End);

    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The calendar names a zone that the provider lacks.</exception>
    public SlotCutter(Timetable calendar, IDateTimeZoneProvider zones)
    {
        zone = zones[calendar.TimeZone];
        var byDay = calendar.Weekly.OrderBy(window => window.Hours.Start).ToLookup(window => window.Day, window => window.Hours);
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
            week[(int)day] = [.. byDay[day]];
        custom = calendar.CustomHours.GroupBy(exception => exception.Date, exception => exception.Hours)
            .ToDictionary(date => date.Key, date => date.OrderBy(hours => hours.Start).ToArray());
        closed.UnionWith(calendar.Blocks.Where(block => block.Start is null).Select(block => block.Date));
        blocks = calendar.Blocks.Where(block => block.Start is not null).ToLookup(block => block.Date);
    }

    /// <summary>What the windows that start on the date offer, by start of the window, its types in their own order.</summary>
    /// <param name="date">A date in the doctor's zone, not within a day of the ends of the calendar.</param>
    public List<OfferedWindow> Cut(LocalDate date)
    {
        var offered = new List<OfferedWindow>();
        AddDate(date, offered);
        return offered;
    }

    /// <summary>The same for each date of the span, both ends included, in order.</summary>
    public List<OfferedWindow> Cut(DateInterval dates)
    {
        var offered = new List<OfferedWindow>();
        for (var date = dates.Start; date <= dates.End; date = date.PlusDays(1))
            AddDate(date, offered);
        return offered;
    }

    /// <summary>Whether open hours for that type hold the whole visit and no block hits it, wherever their slots begin.</summary>
    public bool Covers(AppointmentType type, Instant start, Instant end)
    {
        var local = start.InZone(zone).Date;
        for (var date = local.PlusDays(-1); date <= local.PlusDays(1); date = date.PlusDays(1))
        {
            if (closed.Contains(date) || !LocalEdge.Exists(date, zone))
                continue;
            foreach (var hours in custom.GetValueOrDefault(date) ?? week[(int)date.DayOfWeek])
                if (hours.Types.AsSpan().Contains(type)
                    && LocalEdge.Start(date.At(hours.Start), zone) <= start && end <= LocalEdge.End(hours.EndsOn(date), zone)
                    && !Overlaps(BlockedAround(date), start, end))
                    return true;
        }

        return false;
    }

    void AddDate(LocalDate date, List<OfferedWindow> offered)
    {
        var hoursOfDate = custom.GetValueOrDefault(date) ?? week[(int)date.DayOfWeek];
        if (hoursOfDate.Length == 0 || closed.Contains(date) || !LocalEdge.Exists(date, zone))
            return;

        var blocked = BlockedAround(date);
        foreach (var hours in hoursOfDate)
        {
            var window = new Span(LocalEdge.Start(date.At(hours.Start), zone), LocalEdge.End(hours.EndsOn(date), zone));
            var starts = Starts(window, hours, blocked);
            if (starts.Length == 0)
                continue;
            var shared = new EquatableList<Instant>(starts);
            foreach (var type in hours.Types.AsSpan())
                offered.Add(new(date, type, window.Start, window.End, hours.SlotMinutes, hours.BufferMinutes, hours.MaxPatients, shared));
        }
    }

    static Instant[] Starts(Span window, OpenHours hours, List<Span> blocked)
    {
        var visit = Duration.FromMinutes(hours.SlotMinutes);
        var step = Duration.FromMinutes(hours.SlotMinutes + hours.BufferMinutes);
        var room = window.End - window.Start - visit;
        if (room < Duration.Zero)
            return [];

        var starts = new Instant[(int)(room.ToInt64Nanoseconds() / step.ToInt64Nanoseconds()) + 1];
        var count = 0;
        for (var start = window.Start; start + visit <= window.End; start += step)
            if (!Overlaps(blocked, start, start + visit))
                starts[count++] = start;
        return count == starts.Length ? starts : starts[..count];
    }

    static bool Overlaps(List<Span> blocked, Instant start, Instant end)
    {
        foreach (var block in blocked)
            if (start < block.End && block.Start < end)
                return true;
        return false;
    }

    // Windows that start on a date have instants of that date and the next, and of the date before where a clock goes back over midnight.
    List<Span> BlockedAround(LocalDate date)
    {
        var spans = new List<Span>();
        if (blocks.Count == 0)
            return spans;
        for (var day = -1; day <= 1; day++)
            foreach (var block in blocks[date.PlusDays(day)])
            {
                // A block whose times a clock change skips has no instant, and must not hit the visit that runs over the change.
                var span = SpanOf(block);
                if (span.Start < span.End)
                    spans.Add(span);
            }
        return spans;
    }

    Span SpanOf(Block block)
    {
        var end = block.End is { } time && time != LocalTime.Midnight ? block.Date.At(time) : block.Date.PlusDays(1).AtMidnight();
        return new(LocalEdge.Start(block.Date.At(block.Start!.Value), zone), LocalEdge.End(end, zone));
    }
}
