using Booking.Service.Availability;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Web.Finding;

/// <summary>One of the viewer's dates.</summary>
/// <param name="First">Where its times begin among all.</param>
public sealed record FreeDay(LocalDate Date, int First, int Count);

/// <summary>What is free in a calendar, under the viewer's dates.</summary>
public sealed class FreeTimes
{
    readonly List<int> free;
    readonly DoctorCalendar calendar;

    /// <param name="last">Included.</param>
    public FreeTimes(DoctorCalendar calendar, LocalDate first, LocalDate last, DateTimeZone zone)
    {
        (this.calendar, Zone) = (calendar, zone);
        free = [.. calendar.FreeSlots(LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone)).Select(static slot => slot.Index)];
        var (days, from) = (new List<FreeDay>(), 0);
        for (var date = first; date <= last; date = date.PlusDays(1))
        {
            var (end, next) = (LocalEdge.StartOfDay(date.PlusDays(1), zone), from);
            while (next < free.Count && this[next] < end)
                next++;
            days.Add(new(date, from, next - from));
            from = next;
        }

        Days = days;
    }

    public DateTimeZone Zone { get; }

    public IReadOnlyList<FreeDay> Days { get; }

    public int Count => free.Count;

    public IEnumerable<Instant> All => free.Select(index => calendar.Offered.Slots[index].Slot.Start);

    /// <summary>The start of a free time.</summary>
    public Instant this[int index] => calendar.Offered.Slots[free[index]].Slot.Start;
}
