using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>What a calendar says of one start. The order is that of the refusals.</summary>
public enum Verdict
{
    Free,
    Mine,
    NotOffered,
    Started,
    Notice,
    Taken,
    Full,
}

/// <summary>
/// A doctor's calendar at one moment: what the schedule offers less what is claimed. Both the list that a patient sees
/// and the refusal of a hold come from <see cref="Judge"/>, so what is listed can be held.
/// </summary>
public sealed class DoctorCalendar
{
    /// <summary>A start that is exactly the notice away can still be held; the clock counts in microseconds.</summary>
    static readonly Duration AfterNotice = Duration.FromTicks(10);

    readonly Instant _now;
    readonly Instant _firstStart;
    readonly LocalDate _horizon;
    readonly List<Claim> _claims;
    readonly HoldId? _own;

    /// <param name="claims">Those that live now; they do not overlap.</param>
    /// <param name="own">The viewer's hold, whose slot is theirs and not taken.</param>
    public DoctorCalendar(CalendarFacts facts, OfferedSpan offered, List<Claim> claims, Instant now, HoldId? own = null)
    {
        (Facts, Offered, _claims, _now, _own) = (facts, offered, claims, now, own);
        _firstStart = now + Duration.FromMinutes(facts.Rules.MinimumNoticeMinutes);
        _horizon = facts.HorizonAt(now);
        _claims.Sort(static (a, b) => a.Start.CompareTo(b.Start));
    }

    public CalendarFacts Facts { get; }
    public OfferedSpan Offered { get; }

    public Verdict Judge(OfferedWindow window, OfferedSlot slot) => Judge(window, slot, IsFull(window));

    /// <summary>The slots that start in <c>[from, to)</c> and that the viewer could hold or holds, in order.</summary>
    public IEnumerable<(OfferedSlot Slot, bool Mine)> Free(Instant from, Instant to) =>
        FreeSlots(from, to).Select(free => (Offered.Slots[free.Index].Slot, free.Mine));

    /// <summary>As <see cref="Free"/>, by the index in <see cref="OfferedSpan.Slots"/>.</summary>
    public IEnumerable<(int Index, bool Mine)> FreeSlots(Instant from, Instant to)
    {
        var full = new bool[Offered.Windows.Count];
        for (var i = 0; i < full.Length; i++)
        {
            full[i] = IsFull(Offered.Windows[i]);
        }

        for (var i = 0; i < Offered.Slots.Length; i++)
        {
            var (window, slot) = Offered.Slots[i];
            if (slot.Start >= from && slot.Start < to && Judge(Offered.Windows[window], slot, full[window]) is var verdict && verdict <= Verdict.Mine)
            {
                yield return (i, verdict == Verdict.Mine);
            }
        }
    }

    /// <summary>
    /// The next instant at which the clock alone may change what is free: a hold lapses, the next start comes within the notice, or a date
    /// comes within the horizon.
    /// </summary>
    public Instant NextByClock()
    {
        var next = LocalEdge.StartOfDay(_now.InZone(Facts.Zone).Date.PlusDays(1), Facts.Zone);
        foreach (var claim in _claims)
        {
            next = claim.Lapses is { } lapses && lapses > _now ? Instant.Min(next, lapses) : next;
        }

        foreach (var (_, slot) in Offered.Slots)
        {
            if (slot.Start >= _firstStart && slot.Start > _now)
            {
                return Instant.Min(next, slot.Start - (_firstStart - _now) + AfterNotice);
            }
        }

        return next;
    }

    Verdict Judge(OfferedWindow window, OfferedSlot slot, bool full)
    {
        if (!Facts.Listed || window.Date > _horizon)
        {
            return Verdict.NotOffered;
        }

        if (slot.Start <= _now)
        {
            return Verdict.Started;
        }

        var claim = FirstOverlapping(slot);
        if (_own is { } own && claim is { } c && c.Hold == own && c.Start == slot.Start)
        {
            return Verdict.Mine;
        }

        return slot.Start < _firstStart ? Verdict.Notice
            : claim is not null ? Verdict.Taken
            : full ? Verdict.Full
            : Verdict.Free;
    }

    /// <summary>Claims do not overlap, so they are sorted by their ends too.</summary>
    Claim? FirstOverlapping(OfferedSlot slot)
    {
        var (low, high) = (0, _claims.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _claims[middle].End <= slot.Start ? (middle + 1, high) : (low, middle);
        }

        return low < _claims.Count && _claims[low].Start < slot.BusyUntil ? _claims[low] : null;
    }

    bool IsFull(OfferedWindow window)
    {
        if (window.MaxPatients is not { } most)
        {
            return false;
        }

        var inside = 0;
        foreach (var claim in _claims)
        {
            inside += claim.Start >= window.Start && claim.Start < window.End ? 1 : 0;
        }

        return inside >= most;
    }
}
