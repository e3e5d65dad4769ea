using Booking.Service.TimeZones;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Interval = NodaTime.Interval;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Any law for any zone, any calendar: every visit is accounted for, and no two have one time.</summary>
public sealed class ClockMovesProperties
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);
    static readonly string[] Clocks =
    [
        "America/New_York", "America/Havana", "Europe/Berlin", "Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Dubai", "America/St_Johns",
        "Africa/Cairo", "Africa/Casablanca", "UTC", "Pacific/Apia",
    ];

    static readonly Instant Now = Instant.FromUtc(2026, 10, 20, 0, 0);

    sealed record Case(List<PromisedVisit> Visits, List<Interval> Taken, TimeZoneRules Law)
    {
        public List<ClockMove> Plan() => ClockMoves.Plan(Visits, Taken, Law.Provider, Now);
    }

    // Times on the quarter hours of two weeks around a change of the clock, laid without overlaps as the calendar has them.
    static readonly Gen<Case> Cases =
        from zone in Gen.Elements(Clocks)
        from clock in Gen.Elements(Clocks)
        from starts in Gen.Choose(1, 1_300).ListOf(40)
        from holds in Gen.Choose(0, 9).ListOf(40)
        from length in Gen.Choose(1, 6)
        select Lay(zone, clock, [.. starts.Distinct().Order()], [.. holds], length);

    static Case Lay(string zone, string clock, List<int> starts, List<int> holds, int quarters)
    {
        var (visits, taken, free) = (new List<PromisedVisit>(), new List<Interval>(), Now);
        for (var i = 0; i < starts.Count; i++)
        {
            var start = Now + Duration.FromMinutes(15 * starts[i]);
            var end = start + Duration.FromMinutes(15 * quarters);
            if (start < free)
                continue;
            free = end;
            if (holds[i % holds.Count] == 0)
                taken.Add(new(start, end));
            else
                visits.Add(new(AppointmentId.New(), start, end, start.InZone(Tzdb.After.Provider[zone]).LocalDateTime, zone));
        }

        return new(visits, taken, Tzdb.Law("2027a", (zone, clock)));
    }

    static void Check(Func<Case, bool> holds) => Prop.ForAll(Cases.ToArbitrary(), holds).Check(Runs);

    [Fact]
    public void No_two_have_one_time_afterwards() => Check(law =>
    {
        var moves = law.Plan();
        var moved = moves.Where(m => m.Conflict is null).ToDictionary(m => m.Visit.Id);
        var all = law.Visits.Select(v => moved.TryGetValue(v.Id, out var move) ? new Interval(move.Start, move.BusyUntil) : new Interval(v.Start, v.BusyUntil))
            .Concat(law.Taken).OrderBy(i => i.Start).ToList();
        return all.Zip(all.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
    });

    [Fact]
    public void Who_moves_and_who_stays_by_right_stands_at_the_wall_time_that_was_promised() => Check(law =>
    {
        var off = law.Plan().Where(m => m.Conflict is not null).Select(m => m.Visit.Id).ToHashSet();
        var to = law.Plan().Where(m => m.Conflict is null).ToDictionary(m => m.Visit.Id, m => m.Start);
        return law.Visits.Where(v => !off.Contains(v.Id)).All(visit =>
        {
            var (zone, start) = (law.Law.Provider[visit.Zone], to.GetValueOrDefault(visit.Id, visit.Start));
            var mapping = zone.MapLocal(visit.Local);
            return mapping.Count == 0 ? start == mapping.LateInterval.Start : start.InZone(zone).LocalDateTime == visit.Local;
        });
    });

    [Fact]
    public void Who_cannot_move_is_told_by_something_that_is_really_there() => Check(law =>
    {
        var moves = law.Plan();
        var to = moves.Where(m => m.Conflict is null).ToDictionary(m => m.Visit.Id);
        return moves.Where(m => m.Conflict is not null).All(stays => stays.Conflict == ClockConflict.Past
            ? stays.Start <= Now
            : law.Taken.Exists(hold => hold.Start < stays.BusyUntil && stays.Start < hold.End)
                || law.Visits.Exists(v => v.Id != stays.Visit.Id
                    && (to.TryGetValue(v.Id, out var move) ? (move.Start, move.BusyUntil) : (v.Start, v.BusyUntil)) is var (start, end)
                    && start < stays.BusyUntil && stays.Start < end));
    });

    [Fact]
    public void Length_stays_and_a_second_time_nobody_moves() => Check(law =>
    {
        var moves = law.Plan();
        var moved = moves.Where(m => m.Conflict is null).ToDictionary(m => m.Visit.Id);
        var after = law.Visits.ConvertAll(v => moved.TryGetValue(v.Id, out var m) ? v with { Start = m.Start, BusyUntil = m.BusyUntil } : v);
        var again = ClockMoves.Plan(after, law.Taken, law.Law.Provider, Now);
        return moves.TrueForAll(m => m.BusyUntil - m.Start == m.Visit.BusyUntil - m.Visit.Start)
            && again.TrueForAll(m => !moved.ContainsKey(m.Visit.Id));
    });
}
