using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>What a change of a schedule has opened: the starts that may be booked by it and might not before. Both states are folded from the log.</summary>
static class NewHours
{
    public static async Task<HashSet<(AppointmentType Type, Instant Start)>> Of(
        StreamStore store, DoctorId doctor, long version, WaitlistState waiting, Instant now, CancellationToken ct)
    {
        var stream = Schedule.Stream(doctor);
        if (waiting.Entries.Count == 0
            || await store.StateAsOf(Schedule.Category, stream, version: version, ct: ct) is not { } after
            || await store.StateAsOf(Schedule.Category, stream, version: version - 1, ct: ct) is not { } before)
        {
            return [];
        }

        var dates = new DateInterval(waiting.Entries.Min(e => e.From).PlusDays(-1), waiting.Entries.Max(e => e.To).PlusDays(1));
        var opened = Bookable(after.State, dates, now);
        opened.ExceptWith(Bookable(before.State, dates, now));
        return opened;
    }

    /// <summary>By the date of the last daily step, so that the step itself opens the date that it brings within the horizon.</summary>
    static HashSet<(AppointmentType, Instant)> Bookable(ScheduleState schedule, DateInterval dates, Instant now)
    {
        var today = schedule.ExtendedOn;
        var first = LocalDate.Max(dates.Start, today.PlusDays(-1));
        var last = LocalDate.Min(dates.End, today.PlusDays(schedule.Rules.HorizonDays));
        var earliest = now + schedule.Rules.MinimumNotice;
        return first > last ? [] : [.. new SlotCutter(schedule.Timetable, Zones.Provider).Cut(new DateInterval(first, last))
            .SelectMany(w => w.Starts.Where(start => start >= earliest).Select(start => (w.Type, start)))];
    }
}
