using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service.Calendars;

/// <summary>
/// A VTIMEZONE (RFC 5545, section 3.6.5) with each change of the clock in a span written out, and no rule: so it says exactly what the time
/// zone database of this process says of that span, also in the year in which a law changes.
/// </summary>
static class ZoneLines
{
    /// <summary>An offset that began before this is told as if it had begun here.</summary>
    static readonly LocalDateTime Beginning = new(1970, 1, 1, 0, 0);

    public static void Write(ContentLines lines, DateTimeZone zone, Instant from, Instant to)
    {
        lines.Add("BEGIN", "VTIMEZONE").Add("TZID", zone.Id);
        foreach (var interval in zone.GetZoneIntervals(from, to + Duration.FromSeconds(1)))
        {
            Observance(lines, zone, interval);
        }

        lines.Add("END", "VTIMEZONE");
    }

    static void Observance(ContentLines lines, DateTimeZone zone, ZoneInterval interval)
    {
        var kind = interval.Savings > Offset.Zero ? "DAYLIGHT" : "STANDARD";
        var isOld = !interval.HasStart || interval.Start.ToUnixTimeTicks() < 0;
        var before = isOld ? interval.WallOffset : zone.GetUtcOffset(interval.Start - Duration.Epsilon);
        lines.Add("BEGIN", kind)
            .Add("DTSTART", isOld ? Beginning : interval.Start.WithOffset(before).LocalDateTime)
            .Add("TZOFFSETFROM", Text(before))
            .Add("TZOFFSETTO", Text(interval.WallOffset))
            .AddText("TZNAME", interval.Name)
            .Add("END", kind);
    }

    static string Text(Offset offset)
    {
        var seconds = Math.Abs(offset.Seconds);
        var text = $"{(offset.Seconds < 0 ? '-' : '+')}{seconds / 3600:00}{seconds / 60 % 60:00}";
        return seconds % 60 == 0 ? text : $"{text}{seconds % 60:00}";
    }
}
