using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Payments;

/// <summary>A visit that began unpaid may be paid until its deadline, at the provider too.</summary>
public sealed class WalkInPaymentTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task Who_came_without_an_appointment_has_another_page_after_the_visit_has_begun()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Stripe);
        await service.PassTime(clinic.Clinic.Today.PlusDays(1).At(new LocalTime(8, 10)).InUtc().ToInstant() - service.Now);
        var visit = (await clinic.Desk.WalkIn(clinic.Clinic.Doctor, new(
            AppointmentType.Standard, Patient: new("Walk In", $"{Guid.NewGuid():N}@example.test", "+971501234567", "UTC"), Provider: PaymentProvider.Stripe, Minutes: 10))).Value;
        Assert.NotNull(visit.Payment!.CheckoutUrl);
        await service.PassTime(Duration.FromMinutes(5));

        var another = (await clinic.Desk.NewCheckout(visit.Payment.Id, new())).Value;

        Assert.Equal(2, another.Attempts);
        await clinic.Pay(visit);
        await Invariants.Check(service);
    }
}
