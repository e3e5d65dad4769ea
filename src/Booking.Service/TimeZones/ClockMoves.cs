using NodaTime;

namespace Booking.Service.TimeZones;

/// <summary>Decides for all visits of one doctor at once which follow their wall time and which cannot. Pure.</summary>
public static class ClockMoves
{
    /// <param name="visits">The doctor's live visits to come.</param>
    /// <param name="taken">Time that others have and keep: holds that live, visits under way.</param>
    /// <returns>A move for each visit whose wall time is another instant now, by id; visits that stay are not in it.</returns>
    /// <remarks>
    /// All move together, so one may take what another leaves. Who cannot move keeps their time, which may be what a third one wanted: so it goes on until
    /// nothing collides. Of two who want the same time the one who booked first gets it.
    /// </remarks>
    public static List<ClockMove> Plan(IReadOnlyList<PromisedVisit> visits, IEnumerable<Interval> taken, IDateTimeZoneProvider zones, Instant now)
    {
        var stands = new List<Interval>(taken);
        var moves = new List<ClockMove>();
        foreach (var visit in visits.OrderBy(v => v.Id.Value))
        {
            var meant = visit.MeantBy(zones);
            if (meant == visit.Start)
            {
                stands.Add(new(visit.Start, visit.BusyUntil));
            }
            else
            {
                moves.Add(new(visit, meant, meant <= now ? ClockConflict.Past : null));
            }
        }

        Settle(moves, stands);
        return moves;
    }

    static void Settle(List<ClockMove> moves, List<Interval> stands)
    {
        var stay = new Queue<Interval>(stands);
        foreach (var past in moves.Where(m => m.Conflict is not null))
        {
            stay.Enqueue(new(past.Visit.Start, past.Visit.BusyUntil));
        }

        MakeWay(moves, stay);
        for (var i = 1; i < moves.Count; i++)
        {
            if (moves[i].Conflict is null && moves.Take(i).Any(earlier => earlier.Conflict is null && Meet(earlier, moves[i].Start, moves[i].BusyUntil)))
            {
                stay.Enqueue(Keep(moves, i));
                MakeWay(moves, stay);
            }
        }

        while (moves.FindIndex(m => m.Conflict == ClockConflict.Taken && IsFree(m, moves, stands)) is var free and >= 0)
        {
            moves[free] = moves[free] with { Conflict = null };
        }
    }

    /// <summary>Whoever was in the way may have had to stay after all, and then nobody is. To go there takes nothing from anybody.</summary>
    static bool IsFree(ClockMove move, List<ClockMove> moves, List<Interval> stands) =>
        !stands.Exists(time => Meet(move, time.Start, time.End))
        && !moves.Exists(other => other.Visit.Id != move.Visit.Id
            && (other.Conflict is null ? Meet(move, other.Start, other.BusyUntil) : Meet(move, other.Visit.Start, other.Visit.BusyUntil)));

    /// <summary>Each time that somebody keeps is looked at once: no other visit may go there.</summary>
    static void MakeWay(List<ClockMove> moves, Queue<Interval> stay)
    {
        while (stay.TryDequeue(out var time))
        {
            for (var i = 0; i < moves.Count; i++)
            {
                if (moves[i].Conflict is null && Meet(moves[i], time.Start, time.End))
                {
                    stay.Enqueue(Keep(moves, i));
                }
            }
        }
    }

    static Interval Keep(List<ClockMove> moves, int index)
    {
        moves[index] = moves[index] with { Conflict = ClockConflict.Taken };
        return new(moves[index].Visit.Start, moves[index].Visit.BusyUntil);
    }

    static bool Meet(ClockMove move, Instant start, Instant end) => move.Start < end && start < move.BusyUntil;
}
