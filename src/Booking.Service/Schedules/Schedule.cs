using System.Diagnostics;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Schedules;

public abstract record ScheduleEvent;

/// <summary>The window dates for which starts are computed, and by which time zone rules.</summary>
/// <param name="From">The date before the doctor's today: a night window of it may still run.</param>
/// <param name="Through">Seven days beyond the horizon, so that a late extension is never seen.</param>
/// <param name="Tzdb">
/// The oldest version by which any of the starts was computed. While nodes differ, a change that one of them makes never hides from the others that
/// visits and starts have to be judged by newer rules.
/// </param>
public sealed record Reach(LocalDate From, LocalDate Through, string Tzdb)
{
    const int Slack = 7;

    /// <param name="before">What there was; null for a new schedule.</param>
    public static Reach At(Instant now, DateTimeZone zone, BookingRules rules, Reach? before)
    {
        var today = now.InZone(zone).Date;
        return new(today.PlusDays(-1), today.PlusDays(rules.HorizonDays + Slack), Older(before?.Tzdb, Zones.TzdbVersion));
    }

    /// <summary>What is to be noted beside starts that this process computes anew: its version, when it is behind that of the others.</summary>
    public static string? Behind(Reach? reach) => reach is { Tzdb: var tzdb } && string.CompareOrdinal(Zones.TzdbVersion, tzdb) < 0 ? Zones.TzdbVersion : null;

    static string Older(string? before, string now) => before is not null && string.CompareOrdinal(before, now) < 0 ? before : now;
}

public sealed record ScheduleOpened(DoctorId Doctor, string TimeZone, Reach Reach) : ScheduleEvent;
public sealed record WeeklyHoursSet(EquatableList<WeeklyWindow> Weekly, Reach Reach) : ScheduleEvent;
public sealed record BookingRulesChanged(BookingRules Rules, Reach Reach) : ScheduleEvent;
public sealed record ScheduleZoneChanged(string TimeZone, Reach Reach) : ScheduleEvent;

/// <param name="Tzdb">Of the node that did it, when its time zone rules were older than the schedule's; else null.</param>
public sealed record BlockAdded(Block Block, string? Tzdb = null) : ScheduleEvent;

/// <inheritdoc cref="BlockAdded"/>
public sealed record CustomHoursAdded(CustomHours Custom, string? Tzdb = null) : ScheduleEvent;

/// <inheritdoc cref="BlockAdded"/>
public sealed record ExceptionRemoved(ExceptionId Exception, string? Tzdb = null) : ScheduleEvent;

/// <summary>The daily step: dates that are over leave, new ones come into reach.</summary>
/// <param name="On">The doctor's local date for which it was done; each date has one.</param>
public sealed record HorizonExtended(LocalDate On, Reach Reach) : ScheduleEvent;

/// <summary>All starts were computed anew by other time zone rules, and every visit to come was judged by them.</summary>
/// <param name="From">The version before.</param>
/// <param name="SlotsChanged">Starts that are new or gone, counted for each type of visit.</param>
/// <param name="Forced">By order of ops, whatever the version: no node goes back to <paramref name="From"/> by itself.</param>
public sealed record TimeZoneRulesChanged(TimeZoneRunId Run, string From, int SlotsChanged, Reach Reach, bool Forced = false) : ScheduleEvent;

/// <param name="ExtendedOn">The local date of the last daily step.</param>
/// <param name="LeftTzdb">The version of the time zone rules that ops went back from; only a later one is applied without an order.</param>
public sealed record ScheduleState(
    DoctorId? Opened, Timetable Timetable, BookingRules Rules, Reach? Reach, LocalDate ExtendedOn, string? LeftTzdb = null)
{
    public DoctorId Doctor => Opened ?? throw new InvalidOperationException("There is no such schedule.");
    public DateTimeZone Zone => Zones.Get(Timetable.TimeZone);
}

/// <summary>When a doctor sees patients. The stream's version is the calendar lock.</summary>
public static class Schedule
{
    public static Category<ScheduleState, ScheduleEvent> Category { get; } =
        new("schedule", new(null, new("UTC", [], [], []), BookingRules.Default, null, default), Evolve)
        {
            Snapshots = new(Every: 50, Schema: 1, EventJson.Default.ScheduleState),
        };

    public static StreamId Stream(DoctorId doctor) => StreamId.Derive(doctor.Value, "schedule");

    public static ScheduleOpened Open(DoctorId doctor, string timeZone, Instant now) =>
        new(doctor, timeZone, Reach.At(now, Zones.Get(timeZone), BookingRules.Default, before: null));

    public static ScheduleZoneChanged MoveTo(ScheduleState state, string timeZone, Instant now) =>
        new(timeZone, Reach.At(now, Zones.Get(timeZone), state.Rules, state.Reach));

    static ScheduleState Evolve(ScheduleState state, ScheduleEvent @event) => @event switch
    {
        ScheduleOpened opened => state with
        {
            Opened = opened.Doctor,
            Timetable = state.Timetable with { TimeZone = opened.TimeZone },
            Reach = opened.Reach,
            ExtendedOn = opened.Reach.From.PlusDays(1),
        },
        WeeklyHoursSet set => state with { Timetable = state.Timetable with { Weekly = set.Weekly }, Reach = set.Reach },
        BookingRulesChanged changed => state with { Rules = changed.Rules, Reach = changed.Reach },
        ScheduleZoneChanged changed => state with { Timetable = state.Timetable with { TimeZone = changed.TimeZone }, Reach = changed.Reach },
        BlockAdded added => CutBy(added.Tzdb, state) with { Timetable = state.Timetable with { Blocks = [.. state.Timetable.Blocks, added.Block] } },
        CustomHoursAdded added => CutBy(added.Tzdb, state) with
        {
            Timetable = state.Timetable with { CustomHours = [.. state.Timetable.CustomHours, added.Custom] },
        },
        ExceptionRemoved removed => CutBy(removed.Tzdb, state) with { Timetable = Without(state.Timetable, removed.Exception) },
        HorizonExtended extended => state with { Timetable = Since(state.Timetable, extended.Reach.From), Reach = extended.Reach, ExtendedOn = extended.On },
        TimeZoneRulesChanged changed => state with { Reach = changed.Reach, LeftTzdb = changed.Forced ? changed.From : null },
        _ => throw new UnreachableException($"No rule to evolve a schedule by {@event.GetType().Name}."),
    };

    static ScheduleState CutBy(string? tzdb, ScheduleState state) =>
        tzdb is null || state.Reach is null ? state : state with { Reach = state.Reach with { Tzdb = tzdb } };

    static Timetable Without(Timetable timetable, ExceptionId id) => timetable with
    {
        Blocks = [.. timetable.Blocks.Where(b => b.Id != id)],
        CustomHours = [.. timetable.CustomHours.Where(c => c.Id != id)],
    };

    // Exceptions of dates that are over leave the state with their dates, or it would grow for ever; their events stay.
    static Timetable Since(Timetable timetable, LocalDate from) => timetable with
    {
        Blocks = [.. timetable.Blocks.Where(b => b.Date >= from.PlusDays(-1))],
        CustomHours = [.. timetable.CustomHours.Where(c => c.Date >= from.PlusDays(-1))],
    };
}
