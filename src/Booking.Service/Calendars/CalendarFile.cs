using NodaTime;

namespace Booking.Service.Calendars;

/// <summary>iCalendar objects (RFC 5545, RFC 7986) of visits.</summary>
public static class CalendarFile
{
    /// <summary>How a file is announced, to HTTP and to mail.</summary>
    public const string MediaType = "text/calendar; charset=utf-8";

    /// <summary>One visit, to be opened or attached: published, or called off when it was cancelled.</summary>
    public static string Write(CalendarEntry visit)
    {
        var lines = Begin(visit.IsCancelled ? "CANCEL" : "PUBLISH");
        return End(lines, [visit]);
    }

    /// <summary>All of somebody's visits, to be read again every hour.</summary>
    public static string Feed(string name, IReadOnlyList<CalendarEntry> visits)
    {
        var lines = Begin("PUBLISH").AddText("NAME", name).AddText("X-WR-CALNAME", name)
            .Add("REFRESH-INTERVAL;VALUE=DURATION", "PT1H").Add("X-PUBLISHED-TTL", "PT1H");
        return End(lines, visits);
    }

    static ContentLines Begin(string method) => new ContentLines()
        .Add("BEGIN", "VCALENDAR").Add("VERSION", "2.0").Add("PRODID", "-//Booking//Appointments//EN").Add("CALSCALE", "GREGORIAN").Add("METHOD", method);

    static string End(ContentLines lines, IReadOnlyList<CalendarEntry> visits)
    {
        foreach (var inZone in visits.Where(visit => visit.Zone.Id != DateTimeZone.Utc.Id).GroupBy(visit => visit.Zone.Id, StringComparer.Ordinal))
        {
            ZoneLines.Write(lines, inZone.First().Zone, inZone.Min(visit => visit.Start), inZone.Max(visit => visit.End));
        }

        foreach (var visit in visits)
        {
            visit.Write(lines);
        }

        return lines.Add("END", "VCALENDAR").ToString();
    }
}
