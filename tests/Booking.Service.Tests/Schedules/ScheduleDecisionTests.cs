using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;
using Xunit;
using static Booking.Service.Tests.SlotLocks.Slots;
using WeeklyWindow = Booking.Service.Schedules.WeeklyWindow;

namespace Booking.Service.Tests.Schedules;

public sealed class ScheduleDecisionTests
{
    static readonly LocalDate Monday = new(2027, 3, 1);
    static readonly EquatableList<WeeklyWindow> Week = Hours.Daily("UTC", Hours.Open("09:00", "17:00")).Weekly;
    static readonly ScheduleOpened Opened = Schedule.Open(Sarah, "UTC", Eight);

    [Fact]
    public void A_schedule_reaches_a_week_beyond_its_horizon_and_a_day_back() =>
        Assert.Equal((Monday.PlusDays(-1), Monday.PlusDays(67), Zones.TzdbVersion), (Opened.Reach.From, Opened.Reach.Through, Opened.Reach.Tzdb));

    [Fact]
    public void Week_and_rules_are_replaced_where_they_differ_and_nothing_else_is_said()
    {
        var rules = new BookingRules(HorizonDays: 10);
        var reach = new Reach(Monday.PlusDays(-1), Monday.PlusDays(17), Zones.TzdbVersion);
        var set = new ScheduleEvent[] { new BookingRulesChanged(rules, reach), new WeeklyHoursSet(Week, reach) };
        SetSchedule.Decide(Given(), Week, rules, Eight).Then(set);
        SetSchedule.Decide(Given(set), Week, rules, Eight).ThenNothing();
        SetSchedule.Decide(Given(set), Week, rules: null, Eight).ThenNothing();
        SetSchedule.Decide(Given(set), [], rules: null, Eight).Then(new WeeklyHoursSet([], reach));
    }

    [Fact]
    public void Each_date_extends_the_reach_once_and_a_message_that_comes_late_makes_up_for_all()
    {
        var tuesday = new HorizonExtended(Monday.PlusDays(1), Opened.Reach with { From = Monday, Through = Monday.PlusDays(68) });
        HorizonSteps.Decide(Given(), Monday, Eight).ThenNothing();
        HorizonSteps.Decide(Given(), Monday.PlusDays(1), Eight + Duration.FromDays(1)).Then(tuesday);
        HorizonSteps.Decide(Given(tuesday), Monday.PlusDays(1), Eight + Duration.FromDays(1)).ThenNothing();
        var friday = Assert.IsType<HorizonExtended>(Assert.Single(HorizonSteps.Decide(Given(), Monday.PlusDays(1), Eight + Duration.FromDays(4)).Events));
        Assert.Equal((Monday.PlusDays(4), Monday.PlusDays(71)), (friday.On, friday.Reach.Through));
    }

    [Fact]
    public void Each_step_asks_for_the_next_at_the_beginning_of_the_doctors_next_date()
    {
        var auckland = Schedule.Open(Sarah, "Pacific/Auckland", Eight);
        var message = Assert.Single(HorizonSteps.React(auckland, null!, Schedule.Category.Given(auckland)));
        Assert.Equal(new ExtendHorizon(Sarah, Monday.PlusDays(1)), message.Body);
        Assert.Equal(DateTimeZoneProviders.Tzdb["Pacific/Auckland"].AtStartOfDay(Monday.PlusDays(1)).ToInstant(), message.DeliverAt);
        Assert.Empty(HorizonSteps.React(new WeeklyHoursSet(Week, Opened.Reach), null!, Given()));
    }

    // After a move to the west the message comes while it is still yesterday there: nothing new is in reach, and the chain must go on.
    [Fact]
    public void A_step_that_comes_early_because_the_doctor_moved_west_breaks_nothing()
    {
        var tokyo = Schedule.Open(Sarah, "Asia/Tokyo", Eight);
        var moved = Schedule.MoveTo(Schedule.Category.Given(tokyo), "America/Los_Angeles", Eight);
        var before = Schedule.Category.Given(tokyo, moved, new WeeklyHoursSet(Week, moved.Reach));
        var midnightInTokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"].AtStartOfDay(Monday.PlusDays(1)).ToInstant();

        var step = Assert.Single(HorizonSteps.Decide(before, Monday.PlusDays(1), midnightInTokyo).Events);
        var after = Schedule.Category.Evolve(before, step);
        using var sql = new NpgsqlBatch();
        ScheduleTables.Project(step, Stored(), before, after, sql);

        Assert.DoesNotContain((IEnumerable<NpgsqlBatchCommand>)sql.BatchCommands, command => command.CommandText.Contains("insert", StringComparison.Ordinal));
        Assert.Single(HorizonSteps.React(step, null!, after));
    }

    [Fact]
    public void A_doctors_switches_say_only_what_changes()
    {
        var doctor = Doctor.Category.Given(
            new DoctorRegistered(Sarah, new("A", "a@example.test", "+1", [], [], "", [], "UTC", null), new(Price, Price)));
        var verified = Doctor.Category.Evolve(doctor, new DoctorVerified());
        var paused = Doctor.Category.Evolve(doctor, new DoctorPaused());
        var strict = Doctor.Category.Evolve(doctor, new DoctorPolicyChanged(Policy));

        DoctorSwitches.Verify(doctor).Then(new DoctorVerified());
        DoctorSwitches.Verify(verified).ThenNothing();
        DoctorSwitches.Pause(doctor).Then(new DoctorPaused());
        DoctorSwitches.Pause(paused).ThenNothing();
        DoctorSwitches.Resume(paused).Then(new DoctorResumed());
        DoctorSwitches.Resume(doctor).ThenNothing();
        DoctorSwitches.SetPolicy(doctor, Policy).Then(new DoctorPolicyChanged(Policy));
        DoctorSwitches.SetPolicy(strict, Policy with { Cancellation = [.. Policy.Cancellation] }).ThenNothing();
        Assert.Single(DoctorSwitches.SetPolicy(strict, Policy with { RescheduleHoursBefore = 5 }).Events);
    }

    static ScheduleState Given(params ScheduleEvent[] past) => Schedule.Category.Given([Opened, .. past]);

    static EventMetadata Stored() => new(Guid.NewGuid(), Schedule.Stream(Sarah), 5, Eight, "test", null, Actor.System);
}
