using System.Net;
using Booking.Contracts;
using Npgsql;
using Xunit;
using static Booking.Service.Tests.Coupons.CouponDesk;

namespace Booking.Service.Tests.Coupons;

/// <summary>Many want the last uses at once.</summary>
public sealed class CouponRaceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Of_a_hundred_who_want_the_last_five_uses_at_several_doctors_five_have_them()
    {
        var code = NewCode();
        _ = (await service.Desk().CreateClinicCoupon(new(code, Percent(25), MaxUses: 5))).Value;
        List<(BookingClient Who, Guid Hold)> ready = [];
        for (var doctor = 0; doctor < 5; doctor++)
        {
            var clinic = await Clinic.Open(service);
            foreach (var start in (await clinic.Free(from: clinic.Today.PlusDays(4), days: 3)).Take(20))
            {
                var patient = service.Patient();
                ready.Add((patient, (await clinic.Hold(patient, start)).Value.Id));
            }
        }

        var answers = await Task.WhenAll(ready.Select(r => Persist(() => r.Who.Book(new(r.Hold, PaymentProvider.Manual, CouponCode: code)))));

        Assert.Equal(5, answers.Count(answer => answer.Status == HttpStatusCode.Created));
        Assert.All(answers.Where(answer => answer.Body is null), answer => answer.Conflict("coupon-exhausted"));
        Assert.Equal(5, (await service.Desk().Coupon(null, code)).Value.Uses);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task One_patient_at_many_doctors_at_once_has_one_use_of_one()
    {
        var (code, patient) = (NewCode(), service.Patient());
        _ = (await service.Desk().CreateClinicCoupon(new(code, Percent(25), MaxUsesPerPatient: 1))).Value;
        var holds = new List<Guid>();
        for (var doctor = 0; doctor < 6; doctor++)
        {
            var clinic = await Clinic.Open(service);
            holds.Add((await clinic.Hold(patient, (await clinic.Free())[2 * doctor])).Value.Id);
        }

        var answers = await Task.WhenAll(holds.Select(hold => Persist(() => patient.Book(new(hold, PaymentProvider.Manual, CouponCode: code)))));

        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_same_request_many_times_at_once_uses_a_coupon_once()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(uses: 3);
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0])).Value;

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => patient.Book(new(hold.Id, PaymentProvider.Manual, CouponCode: code), "same")));

        Assert.Single(answers.Select(answer => answer.Value.Id).Distinct());
        Assert.Equal(1, await clinic.Uses(code));
    }

    [Theory]
    [InlineData("update coupons set uses = max_uses + 1 where max_uses is not null", "coupons_uses_within_limit")]
    [InlineData("update coupons set uses = -1", "coupons_uses_within_limit")]
    [InlineData("update coupon_patients set uses = most + 1", "coupon_patients_within_limit")]
    [InlineData("insert into coupon_claims select * from coupon_claims", "coupon_claims_pkey")]
    public async Task The_database_refuses_a_use_too_many_whatever_the_code_believes(string sql, string constraint)
    {
        var clinic = await Clinic.Open(service);
        _ = (await clinic.Ask(service.Patient(), await clinic.Coupon(uses: 1, ofPatient: 1))).Value;
        await using var command = service.Database.DataSource.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.Equal(constraint, refused.ConstraintName);
    }

    /// <summary>Who is told that it is busy asks again, as a client would.</summary>
    static async Task<Answer<AppointmentAnswer>> Persist(Func<Task<Answer<AppointmentAnswer>>> ask)
    {
        var answer = await ask();
        while (answer.Problem?.Code == "busy")
            answer = await ask();
        return answer;
    }
}
