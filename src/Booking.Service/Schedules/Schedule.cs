using System.Diagnostics;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Schedules;

public abstract record ScheduleEvent;

/// <summary>The window dates for which starts are computed, and by which time zone database.</summary>
/// <param name="From">The date before the doctor's today: a night window of it may still run.</param>
/// <param name="Through">Seven days beyond the horizon, so that a late extension is never seen.</param>
public sealed record Reach(LocalDate From, LocalDate Through, string Tzdb)
{
    const int Slack = 7;

    public static Reach At(Instant now, DateTimeZone zone, BookingRules rules)
    {
        var today = now.InZone(zone).Date;
        return new(today.PlusDays(-1), today.PlusDays(rules.HorizonDays + Slack), Zones.TzdbVersion);
    }
}

public sealed record ScheduleOpened(DoctorId Doctor, string TimeZone, Reach Reach) : ScheduleEvent;
public sealed record WeeklyHoursSet(EquatableList<WeeklyWindow> Weekly, Reach Reach) : ScheduleEvent;
public sealed record BookingRulesChanged(BookingRules Rules, Reach Reach) : ScheduleEvent;
public sealed record ScheduleZoneChanged(string TimeZone, Reach Reach) : ScheduleEvent;
public sealed record BlockAdded(Block Block) : ScheduleEvent;
public sealed record CustomHoursAdded(CustomHours Custom) : ScheduleEvent;
public sealed record ExceptionRemoved(ExceptionId Exception) : ScheduleEvent;

/// <summary>The daily step: dates that are over leave, new ones come into reach.</summary>
/// <param name="On">The doctor's local date for which it was done; each date has one.</param>
public sealed record HorizonExtended(LocalDate On, Reach Reach) : ScheduleEvent;

/// <param name="ExtendedOn">The local date of the last daily step.</param>
public sealed record ScheduleState(DoctorId? Opened, Timetable Timetable, BookingRules Rules, Reach? Reach, LocalDate ExtendedOn)
{
    public DoctorId Doctor => Opened ?? throw new InvalidOperationException("There is no such schedule.");
    public DateTimeZone Zone => DateTimeZoneProviders.Tzdb[Timetable.TimeZone];
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
        new(doctor, timeZone, Reach.At(now, DateTimeZoneProviders.Tzdb[timeZone], BookingRules.Default));

    public static ScheduleZoneChanged MoveTo(ScheduleState state, string timeZone, Instant now) =>
        new(timeZone, Reach.At(now, DateTimeZoneProviders.Tzdb[timeZone], state.Rules));

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
        BlockAdded added => state with { Timetable = state.Timetable with { Blocks = [.. state.Timetable.Blocks, added.Block] } },
        CustomHoursAdded added => state with { Timetable = state.Timetable with { CustomHours = [.. state.Timetable.CustomHours, added.Custom] } },
        ExceptionRemoved removed => state with { Timetable = Without(state.Timetable, removed.Exception) },
        HorizonExtended extended => state with { Timetable = Since(state.Timetable, extended.Reach.From), Reach = extended.Reach, ExtendedOn = extended.On },
        _ => throw new UnreachableException($"No rule to evolve a schedule by {@event.GetType().Name}."),
    };

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
