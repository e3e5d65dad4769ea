using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>What happened to a visit, and what it was at any moment.</summary>
public sealed class HistoryTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_visit_can_be_read_as_it_was_before_and_after_each_change_payment_included()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free(from: clinic.Today.PlusDays(2)))[0]);
        await service.Advance(Duration.FromHours(1));
        _ = (await clinic.Pay(visit)).Value;
        await service.Advance(Duration.FromHours(1));
        _ = (await patient.Cancel(visit.Id, new("No more cough"))).Value;

        var events = (await patient.History(visit.Id)).Value.Items;

        Assert.Equal(
            ["appointment_requested", "appointment_confirmed", "appointment_cancelled", "appointment_payment_changed", "appointment_refunded"],
            events.Select(item => item.What));
        Assert.Equal([1, 2, 3, 4, 5], events.Select(item => item.Version));
        Assert.Equal(["patient", "frontdesk", "patient", "patient", "patient"], events.Select(item => item.Who.Role));
        (AppointmentStatus, PaymentStatus?) none = (AppointmentStatus.PendingPayment, PaymentStatus.Pending);
        Assert.Equal(none, await AsOf(events[0].When));
        Assert.Equal(none, await AsOf(events[1].When - Duration.FromMilliseconds(1)));
        Assert.Equal((AppointmentStatus.Confirmed, PaymentStatus.Paid), await AsOf(events[1].When));
        Assert.Equal((AppointmentStatus.Confirmed, PaymentStatus.Paid), await AsOf(events[2].When - Duration.FromMilliseconds(1)));
        Assert.Equal((AppointmentStatus.Refunded, PaymentStatus.Refunded), await AsOf(events[2].When));
        (await patient.Appointment(visit.Id, events[0].When - Duration.FromMilliseconds(1))).Refused(HttpStatusCode.NotFound, "not-found");

        async Task<(AppointmentStatus, PaymentStatus?)> AsOf(Instant when)
        {
            var then = (await patient.Appointment(visit.Id, when)).Value;
            return (then.Status, then.Payment?.Status);
        }
    }

    [Theory]
    [InlineData("yesterday", HttpStatusCode.BadRequest)]
    [InlineData("0001-01-01T00:00:00Z", HttpStatusCode.NotFound)]
    [InlineData("9999-12-31T23:59:59.999999999Z", HttpStatusCode.OK)]
    [InlineData("-0001-01-01T00:00:00Z", HttpStatusCode.BadRequest)]
    public async Task Any_instant_may_be_asked_for(string asOf, HttpStatusCode status)
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);

        using var answer = await patient.Http.GetAsync($"/api/appointments/{visit.Id}?asOf={asOf}");

        Assert.Equal(status, answer.StatusCode);
    }
}
