using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>What a missed visit gives back through a provider: in part, failing, and when it was no miss after all.</summary>
public sealed class NoShowRefundTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    static readonly DoctorPolicy Third = new([new(24, 100), new(2, 50)], RescheduleHoursBefore: 4, NoShowRefundPercent: 30);

    [Theory]
    [InlineData(PaymentProvider.Stripe)]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task A_missed_visit_that_gave_back_a_part_shows_both_the_fee_and_what_went_back(PaymentProvider provider)
    {
        var (clinic, visit) = await Missed(provider);

        await clinic.Until(visit, p => p.Refunded.Amount == 6_000, "the share to arrive");

        var (shown, payment) = ((await clinic.Desk.Appointment(visit.Id)).Value, await clinic.Payment(visit));
        Assert.Equal((AppointmentStatus.NoShow, PaymentStatus.PartiallyRefunded), (shown.Status, shown.Payment!.Status));
        Assert.Equal((14_000, 6_000), (shown.NoShow!.Fee.Amount, shown.NoShow.Refund.Amount));
        Assert.Equal((20_000, 6_000), (payment.Captured.Amount, payment.Refunded.Amount));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_was_no_miss_after_all_is_cancelled_for_what_is_left_and_is_refunded_when_that_has_arrived()
    {
        var (clinic, visit) = await Missed(PaymentProvider.Stripe);
        await clinic.Until(visit, p => p.Refunded.Amount == 6_000, "the share to arrive");
        _ = (await clinic.Desk.Reopen(visit.Id)).Value;
        await Invariants.Check(service);
        clinic.RefundsStayPending();

        var cancelled = (await clinic.Desk.Cancel(visit.Id, new("The doctor was ill", ActingFor.Doctor))).Value;

        // What went back for the miss is not what the cancellation granted.
        Assert.Equal((AppointmentStatus.Cancelled, 14_000, VisitParty.Doctor), (cancelled.Status, cancelled.Cancellation!.Refund.Amount, cancelled.Cancellation.By));
        await Taken(visit, 2);
        clinic.RefundsStayPending(on: false);
        service.Providers.SucceedRefund(await clinic.Refund(visit));
        await service.PassTime(Duration.FromDays(1));
        await service.Reconcile();
        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(20_000, (await clinic.Payment(visit)).Refunded.Amount);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_share_that_fails_to_go_back_is_for_people_and_is_not_granted_again()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay, policy: Third);
        clinic.RefundsStayPending();
        var visit = await Missed(clinic);
        await Taken(visit, 1);
        service.Providers.FailRefund(await clinic.Refund(visit));
        await service.PassTime(Duration.FromHours(20));
        await service.Reconcile();
        await Waiting.Until(async () => (await clinic.Anomalies(visit)).Any(a => a.Kind == "refund_failed"), "people to be told");
        await Invariants.Check(service);

        _ = (await clinic.Desk.Reopen(visit.Id)).Value;
        await Invariants.Check(service);
        Assert.Equal(0, (await clinic.Desk.NoShow(visit.Id)).Value.NoShow!.Refund.Amount);
        await Invariants.Check(service);
        clinic.RefundsStayPending(on: false);
        _ = (await clinic.Desk.RefundPayment(visit.Payment!.Id, new("Once more"))).Value;

        await clinic.Until(visit, p => p.Refunded.Amount == 6_000, "the share to arrive");
        Assert.Equal(AppointmentStatus.NoShow, (await clinic.Desk.Appointment(visit.Id)).Value.Status);
        await Invariants.Check(service);
    }

    async Task<(PayingClinic Clinic, AppointmentAnswer Visit)> Missed(PaymentProvider provider)
    {
        var clinic = await PayingClinic.Open(service, provider, policy: Third);
        return (clinic, await Missed(clinic));
    }

    async Task<AppointmentAnswer> Missed(PayingClinic clinic)
    {
        var visit = await clinic.Confirmed(service.Patient());
        await service.PassTime(visit.Start - service.Now);
        _ = (await clinic.Desk.NoShow(visit.Id)).Value;
        return visit;
    }

    Task Taken(AppointmentAnswer visit, int refunds) => Waiting.Until(async () => await Invariants.Count(
        service, "select count(*) from mt_events where stream_id = $1 and type = 'refund_accepted'", Booking.EventStore.Pg.Uuid(visit.Payment!.Id)) == refunds,
        "the refund to be taken on");
}
