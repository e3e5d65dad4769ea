using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Coupons;
using Booking.Service.Payments;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>The visit's deciders: requested, cancelled, closed unpaid.</summary>
public sealed class VisitDecisionTests
{
    static readonly AppointmentCancelled Cancelled = new(Party.Patient, "cancelled", NoMoney, NoMoney, "", null);
    static readonly AppointmentCancelled Unpaid = new(Party.System, "payment_expired", NoMoney, NoMoney, "Nobody paid in time.", null);

    [Fact]
    public void A_request_copies_what_the_hold_fixed_and_waits_for_money_until_the_start_at_the_latest()
    {
        RequestAppointment.Decide(HeldByAnn, Visits.Asks()).Then(Requested);
        var dayBefore = Nine - Duration.FromHours(30);
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(now: dayBefore)).Then(Requested with { PayBy = dayBefore + Duration.FromHours(24) });
    }

    [Fact]
    public void What_costs_nothing_is_confirmed_at_once() =>
        RequestAppointment.Decide(HeldByAnn with { Price = NoMoney }, Visits.Asks())
            .Then(Requested with { Price = NoMoney, Payment = null, PayBy = null }, new AppointmentConfirmed(Paid: null));

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public void A_provider_that_the_doctor_has_not_is_refused(PaymentProvider provider) =>
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(provider)).ThenRefused(RequestAppointment.NoGateway);

    [Fact]
    public void A_request_to_pay_online_waits_as_long_as_the_page_lives()
    {
        var now = Nine - Duration.FromHours(2);
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(PaymentProvider.Stripe, now: now, account: new(Account, "USD", Live: false)))
            .Then(Requested with { Provider = PaymentProvider.Stripe, PayBy = now + Duration.FromMinutes(35) });
    }

    [Fact]
    public void What_the_account_or_the_provider_cannot_take_is_refused_and_then_what_starts_too_soon()
    {
        var soon = Nine - Duration.FromMinutes(34);
        Booking.EventStore.Decision<AppointmentEvent> Decide(string currency, Instant now, long price = 20_000) =>
            RequestAppointment.Decide(HeldByAnn with { Price = new(price, "USD") }, Visits.Asks(PaymentProvider.Stripe, now: now, account: new(Account, currency, Live: false)));
        Decide("AED", soon).ThenRefused(RequestAppointment.NotPayable);
        Decide("USD", soon, price: 49).ThenRefused(RequestAppointment.NotPayable);
        Decide("USD", soon).ThenRefused(RequestAppointment.TooLate);
        Assert.NotEmpty(Decide("USD", Nine - Duration.FromMinutes(35)).Events);
    }

    [Fact]
    public void What_a_coupon_takes_off_is_not_due_and_a_provider_is_asked_for_what_is_due()
    {
        var coupon = new CouponUse(new(Guid.NewGuid()), new(19_951, "USD"));
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(coupon: coupon)).Then(Requested with { Discount = coupon.Discount, Coupon = coupon.Coupon });
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(PaymentProvider.Stripe, coupon, account: new(Account, "USD", Live: false)))
            .ThenRefused(RequestAppointment.NotPayable);
    }

    [Fact]
    public void What_a_coupon_pays_in_full_is_confirmed_at_once_whatever_the_provider()
    {
        var coupon = new CouponUse(new(Guid.NewGuid()), Price);
        RequestAppointment.Decide(HeldByAnn, Visits.Asks(PaymentProvider.Stripe, coupon))
            .Then(
                Requested with { Provider = PaymentProvider.Stripe, Discount = Price, Payment = null, PayBy = null, Coupon = coupon.Coupon },
                new AppointmentConfirmed(Paid: null));
    }

    [Fact]
    public void A_pending_visit_costs_nothing_to_cancel_however_late() =>
        Cancel(Past(), Party.Patient, Nine - Duration.Epsilon)
            .Then(Cancelled with { Rule = "A visit that is not paid costs nothing to cancel." });

    [Fact]
    public void A_confirmed_visit_is_cancelled_by_the_policy_that_was_copied_into_it()
    {
        var half = new Money(10_000, "USD");
        Cancel(Past(Confirmed), Party.Patient, Nine - Duration.FromHours(2))
            .Then(Cancelled with { Fee = half, Refund = half, Rule = "2 hours or more before the start 50 % goes back." });
    }

    [Fact]
    public void Of_an_odd_amount_the_half_that_goes_back_is_rounded_up_and_the_two_parts_add_up()
    {
        var command = new CancelAppointment.Command(Party.Patient, new(10_001, "USD"), null, Nine - Duration.FromHours(3));

        var cancelled = CancelAppointment.Cancelled(Past(Confirmed), command);

        Assert.Equal((5_001, 5_000), (cancelled.Refund.Amount, cancelled.Fee.Amount));
    }

    [Fact]
    public void A_patient_does_not_cancel_what_has_begun_but_desk_and_doctor_may()
    {
        foreach (var visit in (AppointmentState[])[Past(), Past(Confirmed)])
        {
            Cancel(visit, Party.Patient, Nine).ThenRefused(CancelAppointment.Started);
            Assert.Single(Cancel(visit, Party.Desk, Nine).Events);
            Assert.Single(Cancel(visit, Party.Doctor, Nine).Events);
        }
    }

    [Fact]
    public void A_repeated_cancel_changes_nothing_also_after_the_start()
    {
        Cancel(Past(Cancelled), Party.Patient, Nine).ThenNothing();
        Cancel(Past(Confirmed, Cancelled, new AppointmentRefunded()), Party.Patient, Nine).ThenNothing();
    }

    [Fact]
    public void What_has_taken_place_is_not_cancelled_whoever_asks()
    {
        foreach (var status in (AppointmentStatus[])[AppointmentStatus.Completed, AppointmentStatus.NoShow])
            Cancel(Past(Confirmed) with { Status = status }, Party.Patient, Nine).ThenRefused(CancelAppointment.Ended);
    }

    [Fact]
    public void The_deadline_ends_a_pending_visit_and_leaves_every_other_alone()
    {
        CloseUnpaid.Decide(Past(), Money(), Nine).Then(Unpaid);
        CloseUnpaid.Decide(Past(), Money(), Nine - Duration.Epsilon).ThenNothing();
        CloseUnpaid.Decide(Past(Confirmed), Money(PaidInCash), Nine).ThenNothing();
        CloseUnpaid.Decide(Past(Unpaid), Money(new PaymentExpired()), Nine).ThenNothing();
        CloseUnpaid.Decide(Past(Confirmed, Cancelled, new AppointmentRefunded()), Money(PaidInCash), Nine).ThenNothing();
        CloseUnpaid.Decide(Appointment.Category.Initial, payment: null, Nine).ThenNothing();
    }

    [Fact]
    public void A_payment_on_its_way_at_the_deadline_is_given_half_an_hour_once_and_never_past_the_start()
    {
        var deadline = Nine - Duration.FromMinutes(45);
        var (pending, onItsWay) = (Past(new AppointmentDeadlineMoved(deadline, ForProcessing: false)), Money(Page, Opened, new PaymentProcessing(1)));
        var moved = new AppointmentDeadlineMoved(deadline + Duration.FromMinutes(30), ForProcessing: true);

        CloseUnpaid.Decide(pending, onItsWay, deadline).Then(moved);
        CloseUnpaid.Decide(Appointment.Category.Evolve(pending, moved), onItsWay, moved.PayBy).Then(Unpaid);
        CloseUnpaid.Decide(Past(), onItsWay, Nine).Then(Unpaid);
    }

    [Fact]
    public void A_payment_on_its_way_when_the_day_of_a_visit_without_an_appointment_ends_is_given_its_half_hour()
    {
        var dayEnd = WalkInRoom.PayUntil(Nine, Past().Visit.End, Zones.Get(Past().Visit.TimeZone));
        var (seen, onItsWay) = (Past(new AppointmentDeadlineMoved(dayEnd, ForProcessing: false)), Money(Page, Opened, new PaymentProcessing(1)));
        var moved = new AppointmentDeadlineMoved(dayEnd + Duration.FromMinutes(30), ForProcessing: true);

        CloseUnpaid.Decide(seen, onItsWay, dayEnd).Then(moved);
        CloseUnpaid.Decide(Appointment.Category.Evolve(seen, moved), onItsWay, moved.PayBy).Then(Unpaid);
    }

    static Booking.EventStore.Decision<AppointmentEvent> Cancel(AppointmentState visit, Party by, Instant now) =>
        CancelAppointment.Decide(visit, new(by, visit.Status == AppointmentStatus.PendingPayment ? NoMoney : Price, Reason: null, now));
}
