using Booking.Contracts;
using Booking.Service.Tests.Payments;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Coupons;

/// <summary>Coupons and money that goes through a provider: late, twice, back, and not back after all.</summary>
public sealed class CouponMoneyTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task The_provider_is_paid_what_is_due_and_a_use_comes_back_when_the_refund_has_arrived()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var (code, patient) = (await clinic.Clinic.Coupon(uses: 1), service.Patient());
        var visit = (await clinic.Clinic.Ask(patient, code, PaymentProvider.Stripe)).Value;
        await clinic.Pay(visit);
        Assert.Equal(new Money(15_000, "USD"), (await clinic.Payment(visit)).Captured);
        clinic.RefundsStayPending();

        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        await Waiting.Until(async () => await Invariants.Count(
            service, "select count(*) from mt_events where stream_id = $1 and type = 'refund_accepted'", EventStore.Pg.Uuid(visit.Payment!.Id)) == 1, "the refund to be taken on");
        Assert.Equal(1, await clinic.Clinic.Uses(code));
        await Invariants.Check(service);

        clinic.RefundsStayPending(on: false);
        service.Providers.SucceedRefund(await clinic.Refund(visit));
        await service.PassTime(Duration.FromDays(1));
        await service.Reconcile();
        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(0, await clinic.Clinic.Uses(code));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Late_money_brings_a_visit_back_with_its_use()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var code = await clinic.Clinic.Coupon(uses: 1);
        var visit = await Lapsed(clinic, code);
        Assert.Equal(0, await clinic.Clinic.Uses(code));
        _ = (await clinic.Desk.DeleteCoupon(clinic.Clinic.Doctor, code)).Value;

        service.Providers.Checkout(await clinic.Checkout(visit), CheckoutAction.LateCapture);
        await clinic.Until(visit, AppointmentStatus.Confirmed);

        Assert.Equal(1, await clinic.Clinic.Uses(code));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Late_money_goes_back_when_the_use_is_anothers_by_then()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var code = await clinic.Clinic.Coupon(uses: 1);
        var visit = await Lapsed(clinic, code);
        _ = (await clinic.Clinic.Ask(service.Patient(), code, type: AppointmentType.Followup, skip: 3)).Value;

        service.Providers.Checkout(await clinic.Checkout(visit), CheckoutAction.LateCapture);
        await clinic.Until(visit, p => p.Status == PaymentStatus.Refunded, "everything back");

        Assert.Equal((AppointmentStatus.Cancelled, 1), ((await clinic.Desk.Appointment(visit.Id)).Value.Status, await clinic.Clinic.Uses(code)));
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refund_that_failed_after_it_had_arrived_has_its_use_again_unless_that_is_anothers(bool anothers)
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        var (code, patient) = (await clinic.Clinic.Coupon(uses: 1), service.Patient());
        var visit = (await clinic.Clinic.Ask(patient, code, PaymentProvider.Stripe)).Value;
        await clinic.Pay(visit);
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        await clinic.Until(visit, AppointmentStatus.Refunded);
        Assert.Equal(0, await clinic.Clinic.Uses(code));
        if (anothers)
            _ = (await clinic.Clinic.Ask(service.Patient(), code)).Value;

        service.Providers.FailRefund(await clinic.Refund(visit));
        await service.PassTime(Duration.FromHours(12));
        await service.Reconcile();
        await clinic.Until(visit, AppointmentStatus.Cancelled);

        Assert.Equal(1, await clinic.Clinic.Uses(code));
        Assert.Equal(anothers ? 0 : 1, await Invariants.Count(service, "select count(*) from coupon_claims where appointment_id = $1", EventStore.Pg.Uuid(visit.Id)));
        await Invariants.Check(service);
    }

    async Task<AppointmentAnswer> Lapsed(PayingClinic clinic, string code)
    {
        var visit = (await clinic.Clinic.Ask(service.Patient(), code, clinic.Provider)).Value;
        await service.PassTime(Duration.FromMinutes(35));
        await clinic.Until(visit, AppointmentStatus.Cancelled);
        return visit;
    }
}
