using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>Why a schedule offers no slot at a start, when it does not: found by leaving out one exception after another.</summary>
static class WhyNot
{
    /// <param name="Code">One of horizon, past, exception and window.</param>
    /// <param name="By">The exception, with that code.</param>
    public sealed record Cause(WhyCode Code, ScheduleException? By = null);

    /// <param name="horizon">The last date that may be booked.</param>
    public static Cause Find(Timetable timetable, AppointmentType type, Instant start, LocalDate horizon)
    {
        var local = start.InZone(Zones.Provider[timetable.TimeZone]).Date;
        var dates = new DateInterval(local.PlusDays(-1), local.PlusDays(1));
        // Hours there are, but their dates are not computed: not yet, or not any more.
        if (Offers(timetable, dates, type, start) is { } window)
        {
            return new(window.Date > horizon ? WhyCode.Horizon : WhyCode.Past);
        }

        if (Offers(timetable with { Blocks = [] }, dates, type, start) is not null)
        {
            var near = timetable.Blocks.Where(b => b.Date >= dates.Start.PlusDays(-1) && b.Date <= dates.End.PlusDays(1)).ToList();
            return new(WhyCode.Exception, near.Find(b => Offers(timetable with { Blocks = [b] }, dates, type, start) is null) ?? near[0]);
        }

        return timetable.CustomHours.FirstOrDefault(c => dates.Contains(c.Date)
                && Offers(timetable with { Blocks = [], CustomHours = [.. timetable.CustomHours.Where(o => o.Date != c.Date)] }, dates, type, start) is not null) is { } custom
            ? new(WhyCode.Exception, custom)
            : new(WhyCode.Window);
    }

    static OfferedWindow? Offers(Timetable timetable, DateInterval dates, AppointmentType type, Instant start) =>
        new SlotCutter(timetable, Zones.Provider).Cut(dates).Find(w => w.Type == type && w.Starts.Contains(start));
}
