using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.SlotLocks;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>The visit's decider of a move, and what it leaves of a refund.</summary>
public sealed class RescheduleDecisionTests
{
    static readonly Instant Noon = Nine + Duration.FromHours(3), DayBefore = Nine - Duration.FromHours(24);
    static readonly StreamId ToNoon = Booking.Service.SlotLocks.SlotLock.Id(Sarah, Noon);
    static readonly SlotHeld HeldAtNoon = HeldByAnn with { Hold = BobsHold, Start = Noon, End = Noon + Duration.FromMinutes(30) };
    static readonly AppointmentCancelled Cancelled = new(Party.Patient, "cancelled", NoMoney, NoMoney, "", null);

    [Fact]
    public void A_visit_moves_to_the_wall_time_of_the_doctors_zone_and_keeps_what_a_cancel_would_give_back() =>
        Move(Past(Confirmed), DayBefore).Then(new AppointmentRescheduled(
            Party.Patient, BobsHold, ToNoon, Noon, HeldAtNoon.End, new(2027, 3, 1, 16, 0), "Asia/Dubai", Zones.TzdbVersion, MostRefund: 100, Reason: null));

    // Policy: 100 % until 24 hours before, 50 % until 2.
    [Theory]
    [InlineData(Party.Patient, 24, 100, 100)]
    [InlineData(Party.Patient, 23, 100, 50)]
    [InlineData(Party.Desk, 1, 100, 0)]
    [InlineData(Party.Desk, -1, 100, 0)]
    [InlineData(Party.Patient, 48, 50, 50)]
    [InlineData(Party.Doctor, 1, 100, 100)]
    [InlineData(Party.Doctor, 1, 50, 50)]
    [InlineData(Party.System, 1, 50, 50)]
    public void A_move_lowers_what_goes_back_at_most_unless_it_is_the_doctors_or_nobodys(Party by, int hoursBefore, int most, int left)
    {
        var moved = Assert.IsType<AppointmentRescheduled>(Assert.Single(Move(Past(Confirmed) with { MostRefund = most }, Nine - Duration.FromHours(hoursBefore), by)));
        Assert.Equal(left, moved.MostRefund);
    }

    [Fact]
    public void A_visit_that_is_not_paid_costs_nothing_to_move_however_late() =>
        Assert.Equal(100, Assert.IsType<AppointmentRescheduled>(Assert.Single(Move(Past(), Nine - Duration.FromHours(1), Party.Desk))).MostRefund);

    [Fact]
    public void What_was_moved_late_gives_back_no_more_than_stood_then_and_everything_if_the_doctor_cancels()
    {
        var moved = Appointment.Category.Evolve(Past(Confirmed), Move(Past(Confirmed), Nine - Duration.FromHours(5)).Events[0]);
        AppointmentCancelled Ends(Party by, Instant now) => CancelAppointment.Cancelled(moved, new(by, Price, Reason: null, now));

        Assert.Equal(10_000, Ends(Party.Patient, Noon - Duration.FromHours(100)).Refund.Amount);
        Assert.Contains("50 %", Ends(Party.Desk, Noon - Duration.FromHours(100)).Rule, StringComparison.Ordinal);
        Assert.Equal((10_000, 0), (Ends(Party.Patient, Noon - Duration.FromHours(2)).Refund.Amount, Ends(Party.Patient, Noon - Duration.FromHours(1)).Refund.Amount));
        Assert.Equal(20_000, Ends(Party.Doctor, Noon).Refund.Amount);
        Assert.Equal(1, moved.Changes);
    }

    [Fact]
    public void A_repeat_is_answered_before_any_rule_of_the_time_may_refuse_it()
    {
        RescheduleAppointment.Decide(Past(Confirmed), Command(Nine + TenMinutes, Party.Patient, HoldSlot.Taken) with { Start = Nine }).ThenNothing();
        RescheduleAppointment.Decide(Past(), Command(Nine + TenMinutes, Party.Patient, HoldSlot.Taken) with { Start = Nine }).ThenNothing();
    }

    [Fact]
    public void Refusals_stand_in_their_order()
    {
        var late = Command(Nine - Duration.FromHours(4) + Duration.Epsilon, Party.Patient, HoldSlot.DayFull) with { Start = Eight };
        RescheduleAppointment.Decide(Past(Cancelled), late with { Start = Nine }).ThenRefused(RescheduleAppointment.Cancelled);
        RescheduleAppointment.Decide(Past(Confirmed, new AppointmentCompleted()), late with { Start = Nine }).ThenRefused(CancelAppointment.Ended);
        RescheduleAppointment.Decide(Past(Confirmed, new AppointmentNoShow(Price, NoMoney, "")), late with { Start = Nine }).ThenRefused(CancelAppointment.Ended);
        RescheduleAppointment.Decide(Past(), late).ThenRefused(RescheduleAppointment.TooLate);
        RescheduleAppointment.Decide(Past(), late with { Now = Nine - Duration.FromHours(4) }).ThenRefused(HoldSlot.DayFull);
        RescheduleAppointment.Decide(Past(), late with { By = Party.Desk }).ThenRefused(HoldSlot.DayFull);
        RescheduleAppointment.Decide(Past(), late with { By = Party.Desk, Claim = [HeldAtNoon] }).ThenRefused(RequestAppointment.TooLate);
        Assert.Single(RescheduleAppointment.Decide(Past(Confirmed), late with { By = Party.Desk, Claim = [HeldAtNoon] }).Events);
    }

    [Fact]
    public void Without_a_policy_a_patient_moves_a_visit_until_its_start()
    {
        var visit = Appointment.Category.Given([Requested with { Policy = null }, Confirmed]);
        Assert.Single(Move(visit, Nine - Duration.Epsilon).Events);
        Move(visit, Nine).ThenRefused(RescheduleAppointment.TooLate);
    }

    static RescheduleAppointment.Command Command(Instant now, Party by, Decision<SlotEvent> claim) =>
        new(by, Noon, claim, ToNoon, DateTimeZoneProviders.Tzdb["Asia/Dubai"], Reason: null, now);

    static Decision<AppointmentEvent> Move(AppointmentState visit, Instant now, Party by = Party.Patient) =>
        RescheduleAppointment.Decide(visit, Command(now, by, [HeldAtNoon]));
}
