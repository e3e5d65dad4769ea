using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Coupons.CouponDesk;

namespace Booking.Service.Tests.Coupons;

/// <summary>What a coupon takes off a visit, and when it does not, over HTTP.</summary>
public sealed class CouponTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static Money Usd(long amount) => new(amount, "USD");

    [Fact]
    public async Task A_code_in_small_letters_takes_its_share_off_and_the_rest_is_due()
    {
        var (clinic, patient) = (await Clinic.Open(service, fee: 19_999), service.Patient());
        var code = await clinic.Coupon(Percent(50));
        Assert.Equal(new CouponCheckAnswer(Usd(19_999), Usd(10_000), Usd(9_999)), (await patient.CheckCoupon(new(clinic.Doctor, code.ToLowerInvariant(), AppointmentType.Standard))).Value);
        Assert.Equal(0, await clinic.Uses(code));

        var visit = (await clinic.Ask(patient, $" {code.ToLowerInvariant()}")).Value;

        Assert.Equal((Usd(19_999), Usd(10_000), Usd(9_999)), (visit.Price, visit.Discount, visit.Due));
        Assert.Equal(visit.Due, (await patient.Payment(visit.Payment!.Id)).Value.Amount);
        Assert.Equal(1, await clinic.Uses(code));
        _ = (await clinic.Pay(visit)).Value;
        Assert.Equal(AppointmentStatus.Confirmed, (await patient.Appointment(visit.Id)).Value.Status);
        await Invariants.Check(service);
    }

    [Theory]
    [InlineData(DiscountType.Percent, 100)]
    [InlineData(DiscountType.Fixed, 50_000)]
    public async Task What_a_coupon_pays_in_full_is_confirmed_at_once_without_a_payment(DiscountType type, long value)
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(new(type, value), uses: 1);

        var visit = (await clinic.Ask(patient, code, PaymentProvider.Stripe)).Value;

        Assert.Equal((AppointmentStatus.Confirmed, null, Usd(20_000), Usd(0)), (visit.Status, visit.Payment, visit.Discount, visit.Due));
        (await clinic.Ask(service.Patient(), code)).Conflict("coupon-exhausted");
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        Assert.Equal(0, await clinic.Uses(code));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_a_code_is_refused_for_has_its_own_word_and_the_hold_stays()
    {
        var (clinic, patient, desk) = (await Clinic.Open(service), service.Patient(), service.Desk());
        async Task<string> Make(CouponRequest request) => (await desk.CreateCoupon(clinic.Doctor, request with { Code = NewCode() })).Value.Code;
        var any = new CouponRequest("", Percent(10));
        var used = await Make(any with { MaxUses = 1 });
        _ = (await clinic.Ask(service.Patient(), used)).Value;
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;
        foreach (var (code, refusal) in new[]
        {
            (NewCode(), "coupon-unknown"), ("x", "coupon-unknown"), ("", "coupon-unknown"), (new string('A', 5_000), "coupon-unknown"),
            (await Make(any with { ValidTo = service.Now }), "coupon-expired"), (await Make(any with { ValidFrom = service.Now + Duration.FromDays(1) }), "coupon-expired"),
            (used, "coupon-exhausted"), (await Make(any with { Types = [AppointmentType.Followup] }), "coupon-not-applicable"),
        })
        {
            (await patient.Book(new(hold.Id, PaymentProvider.Manual, CouponCode: code))).Conflict(refusal);
            (await patient.CheckCoupon(new(clinic.Doctor, code, AppointmentType.Standard))).Conflict(refusal);
        }

        Assert.Equal(hold, Assert.Single((await patient.Holds()).Value.Items));
        var valid = await Make(any with { ValidFrom = service.Now, ValidTo = service.Now + Duration.FromDays(1) });
        Assert.Equal(Usd(18_000), (await patient.Book(new(hold.Id, PaymentProvider.Manual, CouponCode: valid))).Value.Due);
    }

    [Fact]
    public async Task A_doctors_own_code_wins_over_the_clinics_of_the_same_name_until_it_is_deleted()
    {
        var (clinic, other, desk) = (await Clinic.Open(service), await Clinic.Open(service), service.Desk());
        var code = NewCode();
        _ = (await desk.CreateClinicCoupon(new(code, Percent(10)))).Value;
        _ = (await desk.CreateCoupon(clinic.Doctor, new(code, Percent(50)))).Value;
        async Task<long> Discount(Clinic at) => (await service.Patient().CheckCoupon(new(at.Doctor, code, AppointmentType.Standard))).Value.Discount.Amount;

        Assert.Equal((10_000, 2_000), (await Discount(clinic), await Discount(other)));
        for (var time = 0; time < 2; time++)
            Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteCoupon(clinic.Doctor, code)).Status);
        Assert.Equal(2_000, await Discount(clinic));

        Assert.Equal(18_000, (await clinic.Ask(service.Patient(), code)).Value.Due.Amount);
        Assert.Equal((0, 1), (await clinic.Uses(code), (await desk.Coupon(null, code)).Value.Uses));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_fixed_value_for_all_doctors_is_good_in_its_own_currency_alone()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        var (dirhams, dollars) = (NewCode(), NewCode());
        _ = (await desk.CreateClinicCoupon(new(dirhams, Fixed(500), Currency: "AED"))).Value;
        _ = (await desk.CreateClinicCoupon(new(dollars, Fixed(500), Currency: "USD"))).Value;

        (await clinic.Ask(service.Patient(), dirhams)).Conflict("coupon-not-applicable");
        Assert.Equal(19_500, (await clinic.Ask(service.Patient(), dollars)).Value.Due.Amount);
    }

    [Fact]
    public async Task What_takes_nothing_off_is_not_used_up()
    {
        var clinic = await Clinic.Open(service, fee: 40);
        var code = await clinic.Coupon(Percent(1));

        (await clinic.Ask(service.Patient(), code)).Conflict("coupon-not-applicable");

        Assert.Equal(0, await clinic.Uses(code));
    }

    [Fact]
    public async Task A_patient_has_no_more_uses_than_each_may_have()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(ofPatient: 2);
        var first = (await clinic.Ask(patient, code)).Value;
        _ = (await clinic.Ask(patient, code)).Value;

        (await clinic.Ask(patient, code)).Conflict("coupon-exhausted");
        (await patient.CheckCoupon(new(clinic.Doctor, code, AppointmentType.Standard))).Conflict("coupon-exhausted");
        _ = (await clinic.Ask(service.Patient(), code)).Value;

        _ = (await patient.Cancel(first.Id, new("Better"))).Value;
        _ = (await clinic.Ask(patient, code)).Value;
        (await clinic.Ask(patient, code)).Conflict("coupon-exhausted");
        await Invariants.Check(service);
    }
}
