using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Coupons.CouponDesk;

namespace Booking.Service.Tests.Coupons;

/// <summary>Giving codes out, listing them and taking them back.</summary>
public sealed class CouponAdminTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_coupon_is_told_as_it_was_given_out_and_a_repeat_under_its_key_is_told_the_same()
    {
        var clinic = await Clinic.Open(service);
        var (code, doctor) = (NewCode(), service.Doctor(clinic.Doctor));
        var request = new CouponRequest(code.ToLowerInvariant(), Fixed(500), 10, 1, service.Now, service.Now + Duration.FromDays(1), [AppointmentType.Followup]);

        var made = await doctor.CreateCoupon(clinic.Doctor, request, "once");

        Assert.Equal((HttpStatusCode.Created, $"/api/doctors/{clinic.Doctor}/coupons/{code}"), (made.Status, made.Location!.ToString()));
        Assert.Equal((code, clinic.Doctor, "USD", 0, true), (made.Value.Code, made.Value.DoctorId, made.Value.Currency, made.Value.Uses, made.Value.Active));
        Assert.Equal(made.Value.Code, (await doctor.CreateCoupon(clinic.Doctor, request, "once")).Value.Code);
        (await doctor.CreateCoupon(clinic.Doctor, request)).Conflict("coupon-exists");
        var read = await doctor.Coupon(clinic.Doctor, code.ToLowerInvariant());
        Assert.Equivalent(made.Value, read.Value, strict: true);
        Assert.Equal("\"1\"", read.ETag);
    }

    [Fact]
    public async Task A_code_that_was_deleted_is_not_redeemed_not_given_out_again_and_still_explained()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        var code = await clinic.Coupon();
        var visit = (await clinic.Ask(service.Patient(), code)).Value;

        Assert.Equal(HttpStatusCode.NoContent, (await desk.DeleteCoupon(clinic.Doctor, code)).Status);

        (await clinic.Ask(service.Patient(), code)).Conflict("coupon-unknown");
        (await desk.CreateCoupon(clinic.Doctor, new(code, Percent(5)))).Conflict("coupon-exists");
        var listed = Assert.Single((await desk.Coupons(clinic.Doctor)).Value.Items);
        Assert.Equal((code, 1, false), (listed.Code, listed.Uses, listed.Active));
        _ = (await clinic.Pay(visit)).Value;
        Assert.Equal(AppointmentStatus.Confirmed, (await desk.Appointment(visit.Id)).Value.Status);
        (await desk.DeleteCoupon(clinic.Doctor, NewCode())).Refused(HttpStatusCode.NotFound, "not-found");
        (await desk.DeleteCoupon(clinic.Doctor, code, ifMatch: "\"1\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_list_comes_in_pieces_by_code_and_the_clinics_own_is_apart()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        foreach (var code in (string[])["B-3", "A-1", "C-2"])
            _ = (await desk.CreateCoupon(clinic.Doctor, new(code, Percent(5)))).Value;
        _ = (await desk.CreateClinicCoupon(new("A-1", Percent(6)))).Value;

        var first = (await desk.Coupons(clinic.Doctor, new(2))).Value;
        var second = (await desk.Coupons(clinic.Doctor, new(2, first.Next))).Value;

        Assert.Equal(["A-1", "B-3", "C-2"], first.Items.Concat(second.Items).Select(coupon => coupon.Code));
        Assert.Null(second.Next);
        Assert.Contains((await desk.Coupons(null, new(100))).Value.Items, coupon => coupon is { Code: "A-1", DoctorId: null, Discount.Value: 6 });
    }

    public static TheoryData<string, CouponRequest, bool> Wrong => new()
    {
        { "code", new("AB", Percent(5)), false },
        { "code", new(new('A', 41), Percent(5)), false },
        { "code", new("FR\u017FHLING", Percent(5)), false },
        { "code", new("A B C", Percent(5)), false },
        { "discount.value", new("OKAY", Percent(0)), false },
        { "discount.value", new("OKAY", Percent(101)), false },
        { "discount.value", new("OKAY", Fixed(0)), false },
        { "discount.value", new("OKAY", Fixed(1_000_000_001)), false },
        { "maxUses", new("OKAY", Percent(5), MaxUses: 0), false },
        { "maxUsesPerPatient", new("OKAY", Percent(5), MaxUsesPerPatient: -1), false },
        { "validTo", new("OKAY", Percent(5), ValidFrom: Instant.FromUnixTimeSeconds(2), ValidTo: Instant.FromUnixTimeSeconds(2)), false },
        { "types", new("OKAY", Percent(5), Types: []), false },
        { "currency", new("OKAY", Fixed(5), Currency: "USD"), false },
        { "currency", new("OKAY", Fixed(5)), true },
        { "currency", new("OKAY", Fixed(5), Currency: "usd"), true },
        { "currency", new("OKAY", Percent(5), Currency: "USD"), true },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_is_wrong_with_a_coupon_is_told_by_its_field(string field, CouponRequest request, bool clinicWide)
    {
        var desk = service.Desk();
        var answer = clinicWide ? await desk.CreateClinicCoupon(request) : await desk.CreateCoupon(Guid.NewGuid(), request);

        Assert.Equal([field], answer.Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
    }

    [Fact]
    public async Task A_coupon_of_a_doctor_who_does_not_exist_is_not_made_and_not_checked()
    {
        (await service.Desk().CreateCoupon(Guid.NewGuid(), new("OKAY", Percent(5)))).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Patient().CheckCoupon(new(Guid.NewGuid(), "OKAY", AppointmentType.Standard))).Refused(HttpStatusCode.NotFound, "not-found");
    }
}
