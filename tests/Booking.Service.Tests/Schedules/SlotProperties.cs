using Booking.Service.Schedules;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Schedules;

public sealed class SlotProperties
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    static void Check(Func<CalendarCase, bool> holds) => FsCheck.Fluent.Prop.ForAll(CalendarGen.Any, holds).Check(Runs);

    static Duration Minutes(int minutes) => Duration.FromMinutes(minutes);

    [Fact]
    public void Slots_of_a_window_are_sorted_and_apart_by_their_buffers() => Check(calendar =>
        calendar.Cut().TrueForAll(window => window.Starts.Zip(window.Starts.Skip(1))
            .All(pair => pair.First + Minutes(window.SlotMinutes + window.BufferMinutes) <= pair.Second)));

    [Fact]
    public void Every_visit_lies_inside_its_window() => Check(calendar =>
        calendar.Cut().TrueForAll(window => window.Starts.Count > 0
            && window.Starts.All(start => window.Start <= start && start + Minutes(window.SlotMinutes) <= window.End)));

    [Fact]
    public void No_slot_starts_at_a_time_that_the_clock_skips_or_before_its_window_on_the_clock() => Check(calendar =>
        calendar.Cut().TrueForAll(window => window.Starts.All(start =>
        {
            var clock = start.InZone(calendar.Zone).LocalDateTime;
            return calendar.Zone.MapLocal(clock) is { Count: > 0 } mapped
                && (mapped.First().ToInstant() == start || mapped.Last().ToInstant() == start)
                // Newfoundland's clocks went back at a minute past midnight, into the day before.
                && (clock.Date == window.Date || clock.Date == window.Date.PlusDays(1) || calendar.Zone.Id == "America/St_Johns");
        })));

    [Fact]
    public void Slots_are_those_that_a_walk_along_the_clock_finds() => Check(calendar =>
    {
        var open = calendar.Timetable.HoursOn(calendar.Date);
        if (!LocalEdge.Exists(calendar.Date, calendar.Zone))
            return calendar.Cut().Count == 0;
        var walked = open.SelectMany(hours => Walked(calendar, hours)).Order();
        return walked.SequenceEqual(calendar.Cut().Select(window => (window.Start, window.End, window.Starts.ToString())).Order());
    });

    // Without timed blocks every step from start to end is a slot, so the window's real length alone says how many.
    [Fact]
    public void A_window_holds_as_many_slots_as_its_real_length_has_room_for() => Check(calendar =>
        (calendar with { Timetable = calendar.Timetable with { Blocks = [] } }).Cut().TrueForAll(window =>
        {
            var room = Walk.Minutes(window.Start, window.End) - window.SlotMinutes;
            return window.Starts.Count == room / (window.SlotMinutes + window.BufferMinutes) + 1;
        }));

    [Fact]
    public void No_visit_touches_blocked_time() => Check(calendar =>
        calendar.Cut().TrueForAll(window => window.Starts.All(start => calendar.Timetable.Blocks.All(block =>
            block.Start is null
                ? block.Date != window.Date
                : !block.Touches(start, start + Minutes(window.SlotMinutes), calendar.Zone)))));

    [Fact]
    public void An_exception_changes_only_the_dates_it_touches() => Check(calendar =>
    {
        var with = calendar.Cutter.Cut(calendar.Around);
        return Exceptions(calendar.Timetable).All(removed =>
        {
            var touched = removed.Exception.TouchedDates();
            var without = (calendar with { Timetable = removed.Without }).Cutter.Cut(calendar.Around);
            return with.Where(window => !touched.Contains(window.Date)).SequenceEqual(without.Where(window => !touched.Contains(window.Date)));
        });
    });

    [Fact]
    public void Cutting_again_or_several_dates_at_once_gives_the_same() => Check(calendar =>
        calendar.Cut().SequenceEqual(calendar.Cut())
        && calendar.Cutter.Cut(calendar.Around).SequenceEqual(calendar.Around.SelectMany(date => calendar.Cutter.Cut(date))));

    [Fact]
    public void Whatever_is_offered_is_covered() => Check(calendar =>
        calendar.Cut().TrueForAll(window => window.Starts.All(start =>
            calendar.Cutter.Covers(window.Type, start, start + Minutes(window.SlotMinutes)))));

    static IEnumerable<(Instant, Instant, string)> Walked(CalendarCase calendar, OpenHours hours)
    {
        var (zone, visit) = (calendar.Zone, Minutes(hours.SlotMinutes));
        var end = (hours.End <= hours.Start ? calendar.Date.PlusDays(1) : calendar.Date).At(hours.End);
        var window = Walk.Span(calendar.Date.At(hours.Start), end, zone);
        var blocked = calendar.Timetable.Blocks.Where(block => block.Start is not null)
            .Select(block => Walk.Span(block.Date.At(block.Start!.Value), block.Ends(), zone))
            .Where(span => span.Start < span.End).ToArray();
        var starts = new List<Instant>();
        for (var at = window.Start; at + visit <= window.End; at += visit + Minutes(hours.BufferMinutes))
            if (!Array.Exists(blocked, span => at < span.End && span.Start < at + visit))
                starts.Add(at);
        return starts.Count == 0 ? [] : hours.Types.Select(_ => (window.Start, window.End, starts.ToEquatableList().ToString()));
    }

    static IEnumerable<(ScheduleException Exception, Timetable Without)> Exceptions(Timetable all) =>
        all.Blocks.Select(block => ((ScheduleException)block, all with { Blocks = [.. all.Blocks.Where(other => other != block)] }))
            .Concat(all.CustomHours.Select(custom =>
                ((ScheduleException)custom, all with { CustomHours = [.. all.CustomHours.Where(other => other != custom)] })));
}
