using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Accounts;
using Booking.Service.Ops;
using Booking.Testing;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Coupons;

/// <summary>What is wrong with coupons is found, in copies of a database in which one visit holds the only use of one.</summary>
public sealed class CouponVerifyTests
{
    const string Unlocked = "alter table mt_events disable trigger events_are_immutable; ";

    [Theory]
    [InlineData("coupon-uses-beyond-limits", Unlocked + """update mt_events set data = jsonb_set(data, '{maxUses}', '0') where type = 'coupon_created'""")]
    [InlineData("coupon-uses-beyond-limits", Unlocked + """update mt_events set data = jsonb_set(data, '{maxUsesPerPatient}', '0') where type = 'coupon_created'""")]
    [InlineData("coupon-uses-beyond-limits", Unlocked + "update mt_events set type = 'redemption_released' where type = 'coupon_redeemed'")]
    [InlineData("coupon-uses-differ-from-visits", Unlocked + "update mt_events set type = 'redemption_released' where type = 'coupon_redeemed'")]
    [InlineData("coupon-uses-differ-from-visits", "update appointments set status = 'cancelled' where coupon_id is not null")]
    [InlineData("coupon-uses-differ-from-visits", "update appointments set coupon_id = gen_random_uuid() where coupon_id is not null", 2)]
    [InlineData("read-models-differ-from-events", "delete from coupon_claims")]
    [InlineData("read-models-differ-from-events", "update coupon_patients set uses = 0")]
    public async Task A_violation_that_was_planted_is_found(string invariant, string plant, long violations = 1)
    {
        await using var clinic = await TestDatabase.Create(Fill, "used coupon");
        Assert.Equal(0, await Found(clinic, invariant));

        await using (var command = clinic.DataSource.CreateCommand(plant))
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(violations, await Found(clinic, invariant));
    }

    static async Task<long> Found(TestDatabase clinic, string invariant)
    {
        using var clock = new DatabaseClock(clinic.DataSource, movable: true);
        await clock.Synchronize(CancellationToken.None);
        var answer = await new Verify(clinic.DataSource, BookingModel.Create(new()), clock).Run(CancellationToken.None);
        return answer.Invariants.Single(result => result.Name == invariant).Violations;
    }

    static async Task Fill(string connectionString)
    {
        await using var host = ServiceFixture.StartOn(connectionString, Environments.Development);
        var (doctor, patient) = (DemoAccounts.Doctor.Value, host.As(Roles.Patient, DemoAccounts.Patient.Value));
        _ = (await host.As(Roles.FrontDesk).CreateCoupon(doctor, new("ONCE", CouponDesk.Percent(25), MaxUses: 1, MaxUsesPerPatient: 1))).Value;
        var today = (await patient.Clock()).Value.Now.InUtc().Date;
        var days = (await patient.Availability(doctor, new(today.PlusDays(4), today.PlusDays(16)))).Value.Days;
        var hold = (await patient.Hold(new(doctor, days.SelectMany(day => day.Slots).First().Start, AppointmentType.Standard))).Value;
        _ = (await patient.Book(new(hold.Id, PaymentProvider.Manual, CouponCode: "ONCE"))).Value;
    }
}
