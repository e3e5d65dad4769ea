using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>A visit that nobody pays for ends at its deadline, by the outbox alone.</summary>
public sealed class UnpaidTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Nobody_pays_in_time_so_the_visit_ends_as_payment_expired_and_its_slot_is_free()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free(from: clinic.Today.PlusDays(3)))[0]);
        await service.Advance(Duration.FromHours(23));
        Assert.Equal(AppointmentStatus.PendingPayment, (await patient.Appointment(visit.Id)).Value.Status);

        await service.Advance(Duration.FromHours(1));

        await Waiting.Until(async () => (await patient.Appointment(visit.Id)).Value.Status != AppointmentStatus.PendingPayment, "the end of the visit");
        var ended = (await patient.Appointment(visit.Id)).Value;
        Assert.Equal((AppointmentStatus.Cancelled, PaymentStatus.Expired), (ended.Status, ended.Payment!.Status));
        var last = (await patient.History(visit.Id)).Value.Items.Single(item => item.What == "appointment_cancelled");
        Assert.Equal(("payment_expired", "system"), (last.Data.GetProperty("code").GetString(), last.Who.Role));
        Assert.Contains(visit.Start, await clinic.Free());
        (await clinic.Pay(visit)).Conflict("payment-closed");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_deadline_is_never_after_the_start()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Pending(patient, (await clinic.Free(from: clinic.Today)).First(start => start > service.Now + Duration.FromHours(2)));

        await service.AdvanceTo(visit.Start);

        await Waiting.Until(async () => (await patient.Appointment(visit.Id)).Value.Status == AppointmentStatus.Cancelled, "the end of the visit");
    }

    [Fact]
    public async Task What_was_paid_stays_confirmed_past_the_deadline()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var visit = await clinic.Confirmed(patient, (await clinic.Free(from: clinic.Today.PlusDays(3)))[0]);

        await service.Advance(Duration.FromHours(24));

        await Waiting.Until(async () => await Undelivered(visit.Id) == 0, "the deadline's message");
        Assert.Equal(AppointmentStatus.Confirmed, (await patient.Appointment(visit.Id)).Value.Status);
    }

    [Fact]
    public async Task The_notice_of_a_confirmation_does_not_wait_for_the_deadline_that_was_asked_for_before_it()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), (await clinic.Free())[0]);

        await Waiting.Until(async () => await Undelivered(visit.Id) == 1, "the notice");
    }

    Task<long> Undelivered(Guid visit) =>
        Invariants.Count(service, "select count(*) from outbox where order_key = $1 and sent_at is null", Booking.EventStore.Pg.Uuid(visit));
}
