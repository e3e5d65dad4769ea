using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

public sealed class CancellationTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly CancelRequest Sorry = new("Something came up");

    public enum Who
    {
        Patient,
        Desk,
        Doctor,
    }

    [Theory]
    [InlineData(Who.Patient, 24 * 60, 20_000)]
    [InlineData(Who.Patient, (24 * 60) - 1, 10_000)]
    [InlineData(Who.Patient, 120, 10_000)]
    [InlineData(Who.Patient, 119, 0)]
    [InlineData(Who.Desk, 119, 0)]
    [InlineData(Who.Desk, -10, 0)]
    [InlineData(Who.Doctor, 119, 20_000)]
    [InlineData(Who.Doctor, -10, 20_000)]
    public async Task Cancelling_gives_back_what_the_preview_said_by_the_tier_that_holds(Who who, int minutesBefore, long refund)
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, (await clinic.Free(from: clinic.Today.PlusDays(3)))[0]);
        var caller = who switch { Who.Patient => patient, Who.Desk => service.Desk(), _ => service.Doctor(clinic.Doctor) };
        // A second to spare, since the clock runs on while the requests are under way.
        await service.AdvanceTo(visit.Start - Duration.FromMinutes(minutesBefore) - Duration.FromSeconds(minutesBefore % 60 == 0 ? 30 : 0));

        var preview = (await caller.PreviewCancellation(visit.Id)).Value;
        var cancelled = (await caller.Cancel(visit.Id, Sorry)).Value;

        Assert.Equal((refund, 20_000 - refund), (preview.Refund.Amount, preview.Fee.Amount));
        Assert.Equal(refund > 0 ? AppointmentStatus.Refunded : AppointmentStatus.Cancelled, cancelled.Status);
        var payment = (await patient.Payment(visit.Payment!.Id)).Value;
        Assert.Equal((20_000, refund), (payment.Captured.Amount, payment.Refunded.Amount));
        Assert.Equal(refund switch { 0 => PaymentStatus.Paid, 20_000 => PaymentStatus.Refunded, _ => PaymentStatus.PartiallyRefunded }, payment.Status);
        Assert.Equal(payment.Status, cancelled.Payment!.Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Refunded_cash_stands_on_the_day_sheet_until_it_is_ticked()
    {
        var clinic = await Clinic.Open(service);
        var (patient, desk) = (service.DemoPatient(), service.Desk());
        var visit = await clinic.Confirmed(patient, (await clinic.Free())[5]);
        _ = (await patient.Cancel(visit.Id, Sorry)).Value;

        var waiting = Assert.Single((await desk.DaySheet(clinic.Doctor, clinic.Today)).Value.CashToHandBack);
        Assert.Equal((visit.Payment!.Id, visit.Id, new Money(20_000, "USD")), (waiting.PaymentId, waiting.AppointmentId, waiting.Amount));
        for (var again = 0; again < 2; again++)
        {
            using var ticked = await desk.Http.PostAsync($"/api/payments/{visit.Payment.Id}/handed-back", content: null);
            Assert.Equal((HttpStatusCode.OK, "\"5\""), (ticked.StatusCode, ticked.Headers.ETag?.ToString()));
        }

        Assert.Empty((await desk.DaySheet(clinic.Doctor, clinic.Today)).Value.CashToHandBack);
    }

    [Fact]
    public async Task A_cancelled_slot_is_free_again_and_whoever_repeats_the_cancel_gets_the_visit_as_it_is()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);

        var first = await patient.Cancel(visit.Id, Sorry);
        var second = await patient.Cancel(visit.Id, new("Again"));

        Assert.Equal((AppointmentStatus.Cancelled, PaymentStatus.Expired), (first.Value.Status, first.Value.Payment!.Status));
        Assert.Equal((first.Value, first.ETag), (second.Value, second.ETag));
        Assert.Equal(visit.Start, (await clinic.Free())[0]);
        _ = await clinic.Pending(service.Patient(), visit.Start);
        (await clinic.Pay(visit)).Conflict("payment-closed");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_patient_does_not_cancel_what_has_begun_and_the_preview_says_so_too()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, (await clinic.Free())[0]);
        await service.AdvanceTo(visit.Start);

        (await patient.PreviewCancellation(visit.Id)).Conflict("visit-started");
        (await patient.Cancel(visit.Id, Sorry)).Conflict("visit-started");
    }

    [Fact]
    public async Task A_cancel_needs_a_reason_of_bounded_length()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);

        foreach (var reason in (string[])["", new('x', 2_001)])
            Assert.Contains("reason", (await patient.Cancel(visit.Id, new(reason))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
    }

    [Fact]
    public async Task A_stale_version_is_412_and_what_is_no_version_400()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, (await clinic.Free())[0]);

        (await patient.Cancel(visit.Id, Sorry, ifMatch: "\"1\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        foreach (var garbage in (string[])["2", "W/\"2\"", "\"two\"", "\"2\", \"3\""])
            (await patient.Cancel(visit.Id, Sorry, ifMatch: garbage)).Refused(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(HttpStatusCode.OK, (await patient.Cancel(visit.Id, Sorry, ifMatch: "\"2\"")).Status);
    }
}
