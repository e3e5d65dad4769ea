using Booking.Contracts;
using Booking.Service.Tests.Payments;
using NodaTime;
using Payments.Sandbox;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Money for a visit that lapsed comes while its patient has something else at that time.</summary>
public sealed class LatePatientTests(PayingFixture service) : IClassFixture<PayingFixture>
{
    [Fact]
    public async Task A_patient_who_is_elsewhere_at_that_time_by_now_gets_the_money_back()
    {
        var clinic = await PayingClinic.Open(service, PaymentProvider.Razorpay);
        var other = await Clinic.Open(service);
        var patient = service.Patient();
        var start = (await clinic.Free())[0];
        var visit = await clinic.Pending(patient, start);
        var page = await clinic.Checkout(visit);
        await service.PassTime(Duration.FromMinutes(35));
        await clinic.Until(visit, AppointmentStatus.Cancelled);
        _ = await other.Pending(patient, start);

        service.Providers.Checkout(page, CheckoutAction.LateCapture);

        await clinic.Until(visit, payment => payment.Refunded == visit.Due, "to be refunded in full");
        Assert.Equal(AppointmentStatus.Cancelled, (await patient.Appointment(visit.Id)).Value.Status);
        await clinic.Quiet(visit);
        await Invariants.Check(service);
    }
}
