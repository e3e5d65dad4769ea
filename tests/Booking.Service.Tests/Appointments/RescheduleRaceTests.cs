using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Moves that meet: for one time, for one visit, with its end.</summary>
public sealed class RescheduleRaceTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Twenty_visits_that_move_to_one_time_at_once_are_one_move_and_nineteen_refusals()
    {
        var clinic = await Clinic.Open(service);
        var (desk, free) = (service.Desk(), await Later(clinic));
        List<AppointmentAnswer> visits = [];
        foreach (var start in free.Take(20))
            visits.Add(await clinic.Confirmed(service.Patient(), start));
        var wanted = free[40];

        var answers = await Task.WhenAll(visits.Select(visit => desk.Reschedule(visit.Id, new(wanted))));

        Assert.Equal(wanted, Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK).Value.Start);
        foreach (var loser in answers.Where(answer => answer.Status != HttpStatusCode.OK))
            Assert.Equal(3, loser.Conflict("slot-taken").Alternatives!.Count);
        Assert.Equal(free.Count - 20, (await Later(clinic)).Count);
        await Invariants.Check(service);
    }

    // Each reads the visit's row before the others have moved it on; what they free is the slot where it stands then.
    [Fact]
    public async Task Moves_of_one_visit_at_once_leave_it_in_one_place_and_every_other_free()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        for (var round = 0; round < 5; round++)
        {
            var free = await Later(clinic);
            var visit = await clinic.Confirmed(patient, free[0]);

            var answers = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => patient.Reschedule(visit.Id, new(free[i]))));

            // Each move makes the others begin again, and who has begun again for five seconds is told so.
            Assert.Contains(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK || answer.Problem?.Code == "busy", $"{(int)answer.Status} {answer.Problem?.Code}"));
            var stands = (await patient.Appointment(visit.Id)).Value.Start;
            Assert.Equal(free.Except([stands]), await Later(clinic));
            await Invariants.Check(service);
        }
    }

    [Fact]
    public async Task A_move_and_a_cancel_at_once_leave_nothing_taken_and_nothing_kept()
    {
        var clinic = await Clinic.Open(service);
        var (patient, free) = (service.Patient(), await Later(clinic));
        for (var round = 0; round < 12; round++)
        {
            var visit = await clinic.Confirmed(patient, free[0]);

            var (move, cancel) = (patient.Reschedule(visit.Id, new(free[1 + round])), patient.Cancel(visit.Id, new("No")));
            await Task.WhenAll(move, cancel);

            Assert.Equal(HttpStatusCode.OK, (await cancel).Status);
            Assert.True((await move).Status == HttpStatusCode.OK || (await move).Problem!.Code == "visit-cancelled");
            Assert.Equal(AppointmentStatus.Refunded, (await patient.Appointment(visit.Id)).Value.Status);
            Assert.Equal(free, await Later(clinic));
        }

        await Invariants.Check(service);
    }

    [Fact]
    public async Task Two_visits_cannot_change_places_in_one_step_and_neither_is_lost_when_they_try()
    {
        var clinic = await Clinic.Open(service);
        var (patient, free) = (service.Patient(), await Later(clinic));
        var (one, other) = (await clinic.Confirmed(patient, free[0]), await clinic.Confirmed(patient, free[1]));

        var answers = await Task.WhenAll(patient.Reschedule(one.Id, new(free[1])), patient.Reschedule(other.Id, new(free[0])));

        Assert.All(answers, answer => answer.Conflict("slot-taken"));
        await Invariants.Check(service);
    }

    static Task<List<Instant>> Later(Clinic clinic) => clinic.Free(from: clinic.Today.PlusDays(4), days: 3);
}
