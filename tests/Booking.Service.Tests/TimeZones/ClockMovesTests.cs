using Booking.Service.Tests.Schedules;
using Booking.Service.TimeZones;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>Given a doctor's visits and a new law, which of them follow their wall time.</summary>
public sealed class ClockMovesTests
{
    const string Dubai = "Asia/Dubai", Berlin = "Europe/Berlin";
    static readonly LocalDate Day = new(2026, 12, 1);
    static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 0, 0);

    // An hour to the east: nine o'clock comes an hour earlier.
    static readonly TimeZoneRules East = Tzdb.Law("2027a", (Dubai, "Asia/Karachi"), (Berlin, "Africa/Cairo"));

    [Fact]
    public void Where_the_law_changes_nothing_nobody_moves() =>
        Assert.Empty(Plan(Tzdb.After, [Visit(9), Visit(10)]));

    [Fact]
    public void Visits_without_a_break_all_move_each_to_the_time_that_another_leaves()
    {
        var moves = Plan(East, [.. Enumerable.Range(8, 10).Select(hour => Visit(hour))]);

        Assert.Equal(10, moves.Count);
        Assert.All(moves, move => Assert.Equal((null, move.Visit.Start - Duration.FromHours(1)), (move.Conflict, move.Start)));
    }

    [Fact]
    public void Who_finds_a_hold_at_the_new_time_stays_and_so_does_who_wanted_theirs()
    {
        var hold = At(8);
        var moves = Plan(East, [Visit(9), Visit(10), Visit(12)], new Interval(hold, hold + Duration.FromMinutes(30)));

        Assert.Equal("9:Taken 10:Taken 12:moves", Words(moves));
    }

    [Fact]
    public void A_visit_in_another_zone_than_the_doctors_goes_by_its_own_and_stands_where_its_law_is_as_it_was()
    {
        var stays = Visit(8, zone: "Europe/Paris");
        var moves = Plan(East, [stays, Visit(10, zone: Berlin)]);

        Assert.Equal("10:moves", Words(moves));
        Assert.Equal(At(9, Berlin), moves[0].Start);
    }

    [Fact]
    public void A_visit_that_stands_is_in_the_way_of_one_that_would_move_there()
    {
        var moves = Plan(East, [Visit(9), Visit(4, zone: "UTC")]);

        Assert.Equal("9:Taken", Words(moves));
    }

    [Fact]
    public void What_would_have_begun_already_stays_and_is_past() =>
        Assert.Equal("9:Past", Words(Plan(East, [Visit(9)], now: At(8))));

    [Fact]
    public void Of_two_that_want_the_same_time_the_one_who_booked_first_gets_it()
    {
        // Half past two does not exist in Berlin's night of 28 March 2027; by that law both mean the instant of the change.
        var night = new LocalDate(2027, 3, 28);
        var law = Tzdb.Law("2027a", (Dubai, Berlin));
        var moves = Plan(law, [On(night, 2, 0), On(night, 2, 30)]);

        Assert.Equal([null, ClockConflict.Taken], moves.OrderBy(m => m.Visit.Id.Value).Select(m => m.Conflict));
        Assert.All(moves, move => Assert.Equal(Instant.FromUtc(2027, 3, 28, 1, 0), move.Start));
    }

    [Fact]
    public void A_wall_time_that_comes_twice_is_the_earlier_unless_the_visit_stands_at_the_later()
    {
        var night = new LocalDate(2026, 10, 25);
        var (first, second) = (Instant.FromUtc(2026, 10, 25, 0, 30), Instant.FromUtc(2026, 10, 25, 1, 30));
        var promised = night.At(new LocalTime(2, 30));

        Assert.Equal(first, new PromisedVisit(AppointmentId.New(), first, first, promised, Berlin).MeantBy(Tzdb.After.Provider));
        Assert.Equal(second, new PromisedVisit(AppointmentId.New(), second, second, promised, Berlin).MeantBy(Tzdb.After.Provider));
        Assert.Equal(first, new PromisedVisit(AppointmentId.New(), first - Duration.FromHours(2), first, promised, Berlin).MeantBy(Tzdb.After.Provider));
    }

    [Fact]
    public void A_chain_of_a_thousand_that_a_hold_stops_ends_and_each_is_accounted_for()
    {
        var visits = Enumerable.Range(0, 1_000).Select(i => On(Day.PlusDays(i / 20), 2 + i % 20, 0)).ToList();
        var hold = visits[0].Start - Duration.FromHours(1);

        var moves = Plan(East, visits, new Interval(hold, hold + Duration.FromMinutes(30)));

        Assert.Equal(1_000, moves.Count);
        Assert.Equal(20, moves.Count(move => move.Conflict == ClockConflict.Taken));
    }

    static List<ClockMove> Plan(TimeZoneRules rules, List<PromisedVisit> visits, Interval? taken = null, Instant? now = null) =>
        ClockMoves.Plan(visits, taken is { } hold ? [hold] : [], rules.Provider, now ?? Now);

    static PromisedVisit Visit(int hour, string zone = Dubai) => On(Day, hour, 0, zone);

    static PromisedVisit On(LocalDate date, int hour, int minute, string zone = Dubai)
    {
        var local = date.At(new LocalTime(hour, minute));
        var start = local.InZoneStrictly(Tzdb.After.Provider[zone]).ToInstant();
        return new(AppointmentId.New(), start, start + Duration.FromMinutes(30), local, zone);
    }

    static Instant At(int hour, string zone = Dubai) => Visit(hour, zone).Start;

    static string Words(List<ClockMove> moves) =>
        string.Join(' ', moves.OrderBy(m => m.Visit.Local).Select(m => $"{m.Visit.Local.Hour}:{m.Conflict?.ToString() ?? "moves"}"));
}
