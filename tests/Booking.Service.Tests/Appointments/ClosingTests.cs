using System.Net;
using Booking.Contracts;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>How a visit went, over HTTP: completed, missed, taken back, and what the desk still has to say.</summary>
public sealed class ClosingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly DoctorPolicy Third = Clinic.Policy with { NoShowRefundPercent = 30 };

    [Fact]
    public async Task A_visit_is_completed_by_desk_or_doctor_once_it_has_begun_and_the_history_says_by_whom()
    {
        var (clinic, patient, visit) = await Visit();
        var (desk, doctor) = (service.Desk(), service.Doctor(clinic.Doctor));
        (await desk.Complete(visit.Id)).Conflict("visit-not-started");
        (await doctor.NoShow(visit.Id)).Conflict("visit-not-started");
        await service.AdvanceTo(visit.Start);

        var completed = await doctor.Complete(visit.Id);
        var again = await desk.Complete(visit.Id);

        Assert.Equal((AppointmentStatus.Completed, "\"3\""), (completed.Value.Status, completed.ETag));
        Assert.Equal(completed.ETag, again.ETag);
        (await desk.NoShow(visit.Id)).Conflict("visit-ended");
        (await patient.Cancel(visit.Id, new("No"))).Conflict("visit-ended");
        (await patient.Reschedule(visit.Id, new(visit.Start + Duration.FromDays(1)))).Conflict("visit-ended");
        Assert.Equal(("appointment_completed", "doctor"), (await desk.History(visit.Id)).Value.Items[^1] is var last ? (last.What, last.Who.Role) : default);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_patient_who_did_not_come_gets_back_the_share_of_the_policy_and_the_visit_stays_missed()
    {
        var (_, patient, visit) = await Visit();
        await service.AdvanceTo(visit.Start);

        var missed = (await service.Desk().NoShow(visit.Id)).Value;

        Assert.Equal((AppointmentStatus.NoShow, PaymentStatus.PartiallyRefunded), (missed.Status, missed.Payment!.Status));
        Assert.Equal(new(new(14_000, "USD"), new(6_000, "USD"), "Of a missed visit 30 % goes back."), missed.NoShow);
        Assert.Null(missed.Cancellation);
        var payment = (await patient.Payment(visit.Payment!.Id)).Value;
        Assert.Equal((20_000, 6_000), (payment.Captured.Amount, payment.Refunded.Amount));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task What_was_closed_by_mistake_is_open_again_and_money_that_went_back_stays_there()
    {
        var (clinic, patient, visit) = await Visit();
        var (desk, doctor) = (service.Desk(), service.Doctor(clinic.Doctor));
        await service.AdvanceTo(visit.Start);
        _ = (await desk.NoShow(visit.Id)).Value;

        var open = (await doctor.Reopen(visit.Id)).Value;
        Assert.Equal((AppointmentStatus.Confirmed, null, PaymentStatus.PartiallyRefunded), (open.Status, open.NoShow, open.Payment!.Status));
        await Invariants.Check(service);
        Assert.Equal(new(new(14_000, "USD"), new(0, "USD"), "Of a missed visit 30 % goes back."), (await desk.NoShow(visit.Id)).Value.NoShow);
        await Invariants.Check(service);
        _ = (await desk.Reopen(visit.Id)).Value;
        _ = (await desk.Complete(visit.Id)).Value;
        _ = (await desk.Reopen(visit.Id)).Value;
        await Invariants.Check(service);
        var cancelled = (await doctor.Cancel(visit.Id, new("Ill"))).Value;

        Assert.Equal((0, 14_000), (cancelled.Cancellation!.Fee.Amount, cancelled.Cancellation.Refund.Amount));
        Assert.Equal(20_000, (await patient.Payment(visit.Payment!.Id)).Value.Refunded.Amount);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_day_after_it_was_closed_a_visit_stays_closed()
    {
        var (_, _, visit) = await Visit();
        var desk = service.Desk();
        await service.AdvanceTo(visit.Start);
        _ = (await desk.Complete(visit.Id)).Value;
        // What happens to its money afterwards does not make the closing any younger.
        await service.Advance(Duration.FromHours(23));
        _ = (await desk.RefundPayment(visit.Payment!.Id, new("Kind", new(100, "USD")))).Value;
        _ = (await desk.Reopen(visit.Id)).Value;
        _ = (await desk.Complete(visit.Id)).Value;
        await service.Advance(Duration.FromHours(2));
        _ = (await desk.Reopen(visit.Id)).Value;
        _ = (await desk.Complete(visit.Id)).Value;
        await service.Advance(Duration.FromHours(24) + Duration.FromSeconds(1));

        (await desk.Reopen(visit.Id)).Conflict("too-late-to-reopen");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Pending_and_cancelled_visits_are_refused_patients_may_not_and_anothers_visit_does_not_exist()
    {
        var clinic = await Clinic.Open(service);
        var (patient, desk) = (service.Patient(), service.Desk());
        var free = await clinic.Free();
        var visit = await clinic.Pending(patient, free[0]);
        Func<BookingClient, Task<Answer<AppointmentAnswer>>>[] calls =
            [who => who.Complete(visit.Id), who => who.NoShow(visit.Id), who => who.Reopen(visit.Id)];

        foreach (var call in calls)
        {
            (await call(desk)).Conflict("visit-not-confirmed");
            (await call(patient)).Refused(HttpStatusCode.Forbidden, "forbidden");
            (await call(service.Doctor(Guid.NewGuid()))).Refused(HttpStatusCode.NotFound, "not-found");
        }

        (await desk.Complete(visit.Id, ifMatch: "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
        _ = (await patient.Cancel(visit.Id, new("No"))).Value;
        foreach (var call in calls)
            (await call(desk)).Conflict("visit-cancelled");
    }

    [Fact]
    public async Task Two_who_say_different_things_at_once_are_one_who_is_heard()
    {
        for (var round = 0; round < 5; round++)
        {
            var (_, _, visit) = await Visit();
            var desk = service.Desk();
            await service.AdvanceTo(visit.Start);

            var answers = await Task.WhenAll(desk.Complete(visit.Id), desk.NoShow(visit.Id), desk.Cancel(visit.Id, new("No")));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        }

        await Invariants.Check(service);
    }

    async Task<(Clinic Clinic, BookingClient Patient, AppointmentAnswer Visit)> Visit()
    {
        var clinic = await Clinic.Open(service, policy: Third);
        var patient = service.Patient();
        return (clinic, patient, await clinic.Confirmed(patient, (await clinic.Free(from: clinic.Today.PlusDays(2)))[0]));
    }
}
