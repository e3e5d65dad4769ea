using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Tests.Schedules;

/// <summary>The rules of time told another way: somebody walks along the time line minute by minute and looks at the doctor's clock.</summary>
static class Walk
{
    static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>From the first minute at or after the start on the clock, to the last minute that shows the end; where
    /// the clock skips the end, to the minute after the last one before it.</summary>
    public static (Instant Start, Instant End) Span(LocalDateTime start, LocalDateTime end, DateTimeZone zone)
    {
        var from = start.Date.PlusDays(-2).AtMidnight().InUtc().ToInstant();
        var to = end.Date.PlusDays(3).AtMidnight().InUtc().ToInstant();
        Instant? first = null, last = null, shown = null;
        for (var at = from; at < to; at += Minute)
        {
            var clock = at.InZone(zone).LocalDateTime;
            if (clock >= start)
                first ??= at;
            if (clock < end)
                last = at;
            if (clock == end)
                shown = at;
        }
        return (first!.Value, shown ?? last!.Value + Minute);
    }

    /// <summary>How many minutes of the span lie on the time line, and so are real.</summary>
    public static int Minutes(Instant start, Instant end)
    {
        var minutes = 0;
        for (var at = start; at < end; at += Minute)
            minutes++;
        return minutes;
    }

    public static LocalDateTime Ends(this Block block) =>
        block.End == LocalTime.Midnight ? block.Date.PlusDays(1).AtMidnight() : block.Date.At(block.End!.Value);

    /// <summary>Whether some minute of the visit has a time on the doctor's clock that the block names.</summary>
    public static bool Touches(this Block block, Instant start, Instant end, DateTimeZone zone)
    {
        var from = block.Date.At(block.Start!.Value);
        var to = block.Ends();
        for (var at = start; at < end; at += Minute)
        {
            var clock = at.InZone(zone).LocalDateTime;
            if (clock >= from && clock < to)
                return true;
        }
        return false;
    }
}
