using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>The deciders that say how a visit went, and take it back.</summary>
public sealed class ClosingDecisionTests
{
    static readonly AppointmentCompleted Completed = new();
    static readonly AppointmentNoShow Missed = new(Price, NoMoney, "A missed visit gives nothing back.");
    static readonly AppointmentCancelled Cancelled = new(Party.Patient, "cancelled", NoMoney, NoMoney, "", null);

    [Fact]
    public void What_is_confirmed_is_closed_from_its_start_on_and_not_before()
    {
        CompleteAppointment.Decide(Past(Confirmed), Nine).Then(Completed);
        Miss(Past(Confirmed), Nine).Then(Missed);
        CompleteAppointment.Decide(Past(Confirmed), Nine - Duration.Epsilon).ThenRefused(VisitClosing.NotStarted);
        Miss(Past(Confirmed), Nine - Duration.Epsilon).ThenRefused(VisitClosing.NotStarted);
    }

    [Fact]
    public void A_repeat_changes_nothing_whatever_the_clock_says_since()
    {
        CompleteAppointment.Decide(Past(Confirmed, Completed), Eight).ThenNothing();
        Miss(Past(Confirmed, Missed), Eight).ThenNothing();
        Reopen(Past(Confirmed), Nine).ThenNothing();
    }

    [Fact]
    public void What_is_pending_called_off_or_closed_already_is_not_closed_and_the_code_says_which()
    {
        foreach (var now in (Instant[])[Eight, Nine])
        {
            CompleteAppointment.Decide(Past(), now).ThenRefused(VisitClosing.NotConfirmed);
            Miss(Past(), now).ThenRefused(VisitClosing.NotConfirmed);
            Reopen(Past(), now).ThenRefused(VisitClosing.NotConfirmed);
            foreach (var over in (AppointmentState[])[Past(Confirmed, Cancelled), Past(Confirmed, Cancelled, new AppointmentRefunded())])
            {
                CompleteAppointment.Decide(over, now).ThenRefused(RescheduleAppointment.Cancelled);
                Miss(over, now).ThenRefused(RescheduleAppointment.Cancelled);
                Reopen(over, now).ThenRefused(RescheduleAppointment.Cancelled);
            }

            CompleteAppointment.Decide(Past(Confirmed, Missed), now).ThenRefused(CancelAppointment.Ended);
            Miss(Past(Confirmed, Completed), now).ThenRefused(CancelAppointment.Ended);
        }
    }

    [Theory]
    [InlineData(0, 20_001, 0, 0)]
    [InlineData(100, 20_001, 0, 20_001)]
    [InlineData(50, 20_001, 0, 10_001)]
    [InlineData(50, 10_000, 10_001, 0)] // Missed, reopened and missed again: it went back already.
    [InlineData(50, 0, 0, 0)]
    public void Of_what_was_paid_the_policys_share_goes_back_once(int percent, long captured, long gone, long back)
    {
        var visit = Appointment.Category.Given([Requested with { Policy = Policy with { NoShowRefundPercent = percent } }, Confirmed]);

        var missed = Assert.IsType<AppointmentNoShow>(Assert.Single(Miss(visit, Nine, captured, gone)));

        Assert.Equal((back, captured - back), (missed.Refund.Amount, missed.Fee.Amount));
        Assert.Equal(missed.Fee, Appointment.Category.Evolve(visit, missed).Kept);
    }

    [Fact]
    public void What_the_provider_cannot_give_back_exactly_is_rounded_up_for_the_patient()
    {
        var visit = Appointment.Category.Given([Requested with { Policy = Policy with { NoShowRefundPercent = 50 } }, Confirmed]);

        var decision = MissAppointment.Decide(visit, new(new(10_001, "USD"), NoMoney, Nine, GivesBack: money => money.Amount % 10 == 0));

        Assert.Equal(new AppointmentNoShow(new(4_991, "USD"), new(5_010, "USD"), "Of a missed visit 50 % goes back."), Assert.Single(decision));
    }

    [Fact]
    public void Without_a_policy_a_missed_visit_gives_nothing_back() =>
        Miss(Appointment.Category.Given([Requested with { Policy = null }, Confirmed]), Nine).Then(Missed);

    [Fact]
    public void A_mistake_is_taken_back_within_a_day_and_the_clinic_keeps_what_it_still_has()
    {
        var half = new Money(10_000, "USD");
        foreach (var closed in (AppointmentState[])[Past(Confirmed, Completed), Past(Confirmed, Missed)])
        {
            Reopen(closed, Nine + Duration.FromHours(24), half).Then(new AppointmentReopened(half));
            Reopen(closed, Nine + Duration.FromHours(24) + Duration.Epsilon, half).ThenRefused(ReopenAppointment.TooLate);
            Reopen(closed, Eight, half).Then(new AppointmentReopened(half));
            var again = Appointment.Category.Evolve(closed, new AppointmentReopened(half));
            Assert.Equal((AppointmentStatus.Confirmed, half, null), (again.Status, again.Kept, again.Missed));
        }
    }

    [Fact]
    public void A_refund_for_a_no_show_that_fails_stands_apart_for_people_to_see_to()
    {
        var half = new Money(10_000, "USD");
        var failed = Money(Page, Opened, PaidOnline, new RefundRequested(1, half, "pi_1", RefundWhy.NoShow, Guid.NewGuid()), new RefundFailed(1, "card_closed"));

        Assert.Equal((half, Price, half), (failed.Stuck, failed.Remaining, failed.GrantedForNoShow));
        Refund.Excess(failed, half, RefundWhy.Surplus).ThenNothing();
    }

    static Decision<AppointmentEvent> Miss(AppointmentState visit, Instant now, long captured = 20_000, long gone = 0) =>
        MissAppointment.Decide(visit, new(new(captured, "USD"), new(gone, "USD"), now));

    static Decision<AppointmentEvent> Reopen(AppointmentState visit, Instant now, Money? left = null) =>
        ReopenAppointment.Decide(visit, new(Nine, left ?? Price, now));
}
