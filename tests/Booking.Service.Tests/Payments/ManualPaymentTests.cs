using System.Net;
using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.Payments;

public sealed class ManualPaymentTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_amount_is_exactly_what_is_due_and_the_same_receipt_counts_once()
    {
        var clinic = await Clinic.Open(service);
        var (desk, visit) = (service.Desk(), await clinic.Pending(service.Patient(), (await clinic.Free())[0]));
        var payment = visit.Payment!.Id;
        foreach (var wrong in (Money[])[new(19_999, "USD"), new(20_000, "AED"), new(-20_000, "USD")])
            (await desk.PayManually(payment, new(wrong, ManualMethod.Cash, "R1"))).Conflict("amount-differs");

        var first = await desk.PayManually(payment, new(visit.Due, ManualMethod.Card, "R1"));
        var again = await desk.PayManually(payment, new(visit.Due, ManualMethod.Card, "R1"));

        Assert.Equal((first.Value, first.ETag), (again.Value, again.ETag));
        (await desk.PayManually(payment, new(visit.Due, ManualMethod.Cash, "R2"))).Conflict("payment-closed");
        Assert.Equal(20_000, (await desk.Payment(payment)).Value.Captured.Amount);
    }

    [Fact]
    public async Task Only_the_desk_takes_money()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);
        foreach (var other in (BookingClient[])[patient, service.Doctor(clinic.Doctor)])
            (await other.PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, "R1"))).Refused(HttpStatusCode.Forbidden, "forbidden");

        (await service.Desk().PayManually(Guid.NewGuid(), new(visit.Due, ManualMethod.Cash, "R1"))).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Desk().PayManually(visit.Payment!.Id, new(visit.Due, ManualMethod.Cash, ""))).Refused(HttpStatusCode.BadRequest, "invalid");
    }

    [Fact]
    public async Task Twenty_desks_that_take_the_money_and_a_patient_who_cancels_agree_on_one_end()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free())[0]);

        var taking = Enumerable.Range(0, 20).Select(i => clinic.Pay(visit, $"R{i}")).ToList();
        var cancelling = patient.Cancel(visit.Id, new("Changed my mind"));
        var taken = await Task.WhenAll(taking);
        _ = (await cancelling).Value;

        Assert.InRange(taken.Count(answer => answer.Status == HttpStatusCode.OK), 0, 1);
        var payment = (await patient.Payment(visit.Payment!.Id)).Value;
        Assert.Equal(payment.Captured, payment.Refunded);
        await Invariants.Check(service);
    }
}
