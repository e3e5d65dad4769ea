using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Coupons;

/// <summary>A use comes back when nothing of what was paid remains, and not before.</summary>
public sealed class UsesComeBackTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Of_a_visit_that_nobody_paid_for()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(uses: 1);
        var visit = (await clinic.Ask(patient, code)).Value;

        await service.Advance(Duration.FromHours(24));
        await Waiting.Until(async () => (await patient.Appointment(visit.Id)).Value.Status == AppointmentStatus.Cancelled, "the end of the visit");

        Assert.Equal(0, await clinic.Uses(code));
        _ = (await clinic.Ask(patient, code)).Value;
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_a_visit_that_was_called_off_and_refunded_in_full_in_the_same_breath()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(uses: 1);
        var visit = await Paid(clinic, patient, code);
        Assert.Equal(1, await clinic.Uses(code));

        Assert.Equal(AppointmentStatus.Refunded, (await patient.Cancel(visit.Id, new("Better"))).Value.Status);
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;

        Assert.Equal(0, await clinic.Uses(code));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Not_while_a_fee_is_kept_but_when_the_desk_gives_that_back_too()
    {
        var (clinic, patient) = (await Clinic.Open(service, policy: new([new(1_000, 100), new(2, 50)], 4, 0)), service.Patient());
        var code = await clinic.Coupon(uses: 1);
        var visit = await Paid(clinic, patient, code);

        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        Assert.Equal(1, await clinic.Uses(code));
        (await clinic.Ask(service.Patient(), code)).Conflict("coupon-exhausted");
        await Invariants.Check(service);

        _ = (await service.Desk().RefundPayment(visit.Payment!.Id, new("A kindness", new(7_500, "USD")))).Value;
        Assert.Equal(0, await clinic.Uses(code));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Not_of_a_visit_that_goes_on_however_much_the_desk_gave_back()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var code = await clinic.Coupon(uses: 1);
        var visit = await Paid(clinic, patient, code);

        _ = (await service.Desk().RefundPayment(visit.Payment!.Id, new("A kindness"))).Value;

        Assert.Equal(1, await clinic.Uses(code));
        await Invariants.Check(service);
        _ = (await patient.Cancel(visit.Id, new("Better"))).Value;
        Assert.Equal(0, await clinic.Uses(code));
        await Invariants.Check(service);
    }

    static async Task<AppointmentAnswer> Paid(Clinic clinic, BookingClient patient, string code)
    {
        var visit = (await clinic.Ask(patient, code)).Value;
        _ = (await clinic.Pay(visit)).Value;
        return visit;
    }
}
