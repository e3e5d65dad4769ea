using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Nobody is at two visits at once, whichever doctors they are with.</summary>
public sealed class PatientBusyTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly IReadOnlyList<string> Busy = ["patient-busy"];

    [Fact]
    public async Task Holds_may_overlap_but_visits_may_not_until_one_is_called_off()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 60)));
        var patient = service.Patient();
        var start = (await other.Free())[2];
        var visit = await one.Pending(patient, start + Duration.FromMinutes(30));
        var hold = (await other.Hold(patient, start)).Value;

        (await Clinic.Book(patient, hold)).Conflict("patient-busy");
        Assert.Equal(hold, Assert.Single((await patient.Holds()).Value.Items));
        _ = (await patient.Cancel(visit.Id, new("Elsewhere"))).Value;

        Assert.Equal(HttpStatusCode.Created, (await Clinic.Book(patient, hold)).Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Visits_that_touch_do_not_overlap()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var patient = service.Patient();
        var free = await one.Free();

        _ = await one.Confirmed(patient, free[1]);

        Assert.Equal(AppointmentStatus.PendingPayment, (await other.Pending(patient, free[0])).Status);
        Assert.Equal(AppointmentStatus.PendingPayment, (await other.Pending(patient, free[2])).Status);
    }

    [Fact]
    public async Task The_desk_may_want_both_and_nobody_else()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var (desk, known) = (service.Desk(), service.DemoPatient());
        var ann = (await known.Me()).Value.Id;
        var start = (await one.Free())[0];
        var own = (await other.Hold(known, start + Duration.FromMinutes(30))).Value;
        _ = (await desk.Book(new((await one.Hold(desk, start)).Value.Id, PaymentProvider.Manual, PatientId: ann))).Value;
        var hold = (await other.Hold(desk, start)).Value;

        (await known.Book(new(own.Id, PaymentProvider.Manual, Override: Busy))).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await known.Book(new(own.Id, PaymentProvider.Manual, Override: []))).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await desk.Book(new(hold.Id, PaymentProvider.Manual, PatientId: ann, Override: ["day-full"]))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.Book(new(hold.Id, PaymentProvider.Manual, PatientId: ann))).Conflict("patient-busy");
        var both = (await desk.Book(new(hold.Id, PaymentProvider.Manual, PatientId: ann, Override: Busy))).Value;

        var requested = (await desk.History(both.Id)).Value.Items[0].Data;
        Assert.Equal("patient-busy", Assert.Single(requested.GetProperty("overrides").EnumerateArray()).GetString());
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_two_requests_at_once_with_two_doctors_one_wins_ten_times()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var free = await one.Free();
        for (var round = 0; round < 10; round++)
        {
            var patient = service.Patient();
            HoldAnswer[] holds = [(await one.Hold(patient, free[round])).Value, (await other.Hold(patient, free[round])).Value];

            var answers = await Task.WhenAll(holds.Select(hold => Clinic.Book(patient, hold)));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
            Assert.Single(answers, answer => answer.Status != HttpStatusCode.Created).Conflict("patient-busy");
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_does_not_move_into_another_of_its_patient_and_leaves_its_own_time_free()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var patient = service.Patient();
        var free = await one.Free();
        var (visit, standing) = (await one.Confirmed(patient, free[5]), await other.Confirmed(patient, free[8]));

        (await patient.Reschedule(visit.Id, new(free[8]))).Conflict("patient-busy");
        (await service.Desk().Reschedule(visit.Id, new(free[8]))).Conflict("patient-busy");
        Assert.Equal(free[9], (await patient.Reschedule(visit.Id, new(free[9]))).Value.Start);

        // Where it was is free for its patient again.
        Assert.Equal(free[5], (await patient.Reschedule(standing.Id, new(free[5]))).Value.Start);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Two_moves_at_once_to_one_time_are_one_move()
    {
        var (one, other) = (await Clinic.Open(service), await Clinic.Open(service));
        var free = await one.Free();
        for (var round = 0; round < 5; round++)
        {
            var (patient, target) = (service.Patient(), free[40 + round]);
            AppointmentAnswer[] visits = [await one.Pending(patient, free[round * 2]), await other.Pending(patient, free[(round * 2) + 1])];

            var answers = await Task.WhenAll(visits.Select(visit => patient.Reschedule(visit.Id, new(target))));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Single(answers, answer => answer.Status != HttpStatusCode.OK).Conflict("patient-busy");
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_was_closed_by_mistake_is_reopened_though_its_patient_went_elsewhere_meanwhile()
    {
        var (one, other) = (
            await Clinic.Open(service, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 60)),
            await Clinic.Open(service, new(MinimumNoticeMinutes: 0, HorizonDays: 10), Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 15)));
        var (patient, desk) = (service.Patient(), service.Desk());
        var visit = await one.Confirmed(patient, (await one.Free())[5]);
        await service.AdvanceTo(visit.Start + Duration.FromMinutes(5));
        _ = (await desk.Complete(visit.Id)).Value;
        _ = await other.Confirmed(patient, visit.Start + Duration.FromMinutes(30));

        Assert.Equal(AppointmentStatus.Confirmed, (await desk.Reopen(visit.Id)).Value.Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_database_refuses_a_second_visit_at_that_time_whatever_the_code_believes()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Pending(service.Patient(), (await clinic.Free())[0]);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Invariants.Count(
            service, "insert into patient_claims select gen_random_uuid(), patient_id, during, false from patient_claims where appointment_id = $1 returning 1::bigint", Pg.Uuid(visit.Id)));

        Assert.Equal("patient_is_at_one_visit", refused.ConstraintName);
    }
}
