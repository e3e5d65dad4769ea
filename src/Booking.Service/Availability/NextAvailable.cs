using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>A doctor's next standard start that a patient could hold, and how long that is so if nobody does anything.</summary>
/// <param name="Start">Null when there is none within the horizon.</param>
/// <param name="Room">Where a claim takes the start away: the slot, and its window if that is limited. Null without a start.</param>
/// <param name="LastDate">The last window date within the horizon.</param>
/// <param name="From">When it was computed.</param>
/// <param name="Until">From this instant on it has to be computed anew.</param>
public sealed record NextStart(Instant? Start, Interval? Room, LocalDate LastDate, Instant From, Instant Until);

/// <summary>A claim and the instant at which it lapses by itself; null for a visit, which does not.</summary>
public readonly record struct LapsingClaim(Claim Claim, Instant? Lapses);

/// <summary>
/// Computes <see cref="NextStart"/> with <see cref="DoctorCalendar"/>, so with the same judgement as a hold. What can make it wrong without
/// an event: the clock passes the start or its notice, a hold lapses that stood before it, the doctor's next date begins.
/// </summary>
public static class NextAvailable
{
    /// <summary>Giving time back changes the start only when what is given back began less than this after it: a slot or window is at most a day long.</summary>
    static readonly Duration Reach = Duration.FromHours(26);

    static readonly Duration Tick = Duration.FromMilliseconds(1) / 1_000;
    static readonly Instant Forever = Instant.FromUtc(9999, 1, 1, 0, 0);

    /// <param name="offered">Standard windows from now on.</param>
    /// <param name="claims">Those that live now.</param>
    public static NextStart Of(CalendarFacts facts, OfferedSpan offered, IReadOnlyList<LapsingClaim> claims, Instant now)
    {
        var horizon = facts.HorizonAt(now);
        if (!facts.Listed)
        {
            return new(null, null, horizon, now, Forever);
        }

        var next = First(facts, offered, claims.Select(c => c.Claim), now);
        var atBest = First(facts, offered, claims.Where(c => c.Lapses is null).Select(c => c.Claim), now);
        var until = next is { } free ? Instant.Min(Midnight(facts, now), Passed(facts, free.Slot)) : Midnight(facts, now);
        if (atBest?.Slot.Start != next?.Slot.Start)
        {
            until = claims.Where(c => next is null || c.Claim.Start < next.Value.Slot.Start + Reach)
                .Aggregate(until, (earliest, c) => c.Lapses is { } lapses ? Instant.Min(earliest, lapses) : earliest);
        }

        return new(next?.Slot.Start, next is { } found ? Room(found.Slot, found.Window) : null, horizon, now, until);
    }

    static (OfferedSlot Slot, OfferedWindow Window)? First(CalendarFacts facts, OfferedSpan offered, IEnumerable<Claim> claims, Instant now)
    {
        foreach (var (index, _) in new DoctorCalendar(facts, offered, [.. claims], now).FreeSlots(now, Instant.MaxValue))
        {
            var (window, slot) = offered.Slots[index];
            return (slot, offered.Windows[window]);
        }

        return null;
    }

    /// <summary>The first instant, in the clock's microseconds, at which the slot is too near.</summary>
    static Instant Passed(CalendarFacts facts, OfferedSlot slot) =>
        Instant.Min(slot.Start, slot.Start - Duration.FromMinutes(facts.Rules.MinimumNoticeMinutes) + Tick);

    /// <summary>When the doctor's date is another one; an offset that changes may make it so within a day.</summary>
    static Instant Midnight(CalendarFacts facts, Instant now)
    {
        var tomorrow = LocalEdge.StartOfDay(now.InZone(facts.Zone).Date.PlusDays(1), facts.Zone);
        var interval = facts.Zone.GetZoneInterval(now);
        return interval.HasEnd ? Instant.Min(tomorrow, interval.End) : tomorrow;
    }

    static Interval Room(OfferedSlot slot, OfferedWindow window) => window.MaxPatients is null
        ? new(slot.Start, slot.BusyUntil)
        : new(Instant.Min(slot.Start, window.Start), Instant.Max(slot.BusyUntil, window.End));
}
