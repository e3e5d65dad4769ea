using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Why a visit does not move, over HTTP, in the order in which one is told.</summary>
public sealed class RescheduleRefusalTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Duration Half = Duration.FromMinutes(30);

    [Fact]
    public async Task The_new_time_is_refused_as_a_hold_of_it_would_be()
    {
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 120, HorizonDays: 10));
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);
        _ = await clinic.Hold(service.Patient(), free[1]);
        var soon = (await clinic.Free(from: clinic.Today))[0] - Half;

        Assert.Equal(free.Skip(2).Take(3), (await patient.Reschedule(visit.Id, new(free[1]))).Conflict("slot-taken").Alternatives!.Select(slot => slot.Start));
        (await patient.Reschedule(visit.Id, new(free[2] + Duration.FromMinutes(1)))).Conflict("slot-not-offered");
        (await patient.Reschedule(visit.Id, new(free[2] + Duration.FromMilliseconds(1)))).Conflict("slot-not-offered");
        (await patient.Reschedule(visit.Id, new(free[0] + Duration.FromDays(30)))).Conflict("slot-not-offered");
        (await patient.Reschedule(visit.Id, new(Instant.MaxValue - Duration.FromDays(400)))).Conflict("slot-not-offered");
        (await patient.Reschedule(visit.Id, new(soon - Duration.FromHours(4)))).Conflict("slot-started");
        (await patient.Reschedule(visit.Id, new(soon))).Conflict("notice-too-short");
        Assert.Equal(visit, (await patient.Appointment(visit.Id)).Value);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_hold_of_the_new_time_by_the_patient_or_who_moves_is_spent_on_it_and_anothers_is_in_the_way()
    {
        var clinic = await Clinic.Open(service, weekly: [.. Clinic.Daily(new(9, 0), new(12, 0)), .. Clinic.Daily(new(14, 0), new(17, 0), most: 1)]);
        var (patient, desk) = (service.Patient(), service.Desk());
        var free = await Later(clinic);
        var (visit, afternoon) = (await clinic.Confirmed(patient, free[0]), free.First(start => start.InUtc().Hour == 14));
        var (anothers, desks, own) = ((await clinic.Hold(service.Patient(), free[1])).Value, (await clinic.Hold(desk, free[2])).Value, (await clinic.Hold(patient, afternoon)).Value);
        _ = (await clinic.Hold(patient, free[3], AppointmentType.Followup)).Value;

        (await patient.Reschedule(visit.Id, new(anothers.Start))).Conflict("slot-taken");
        (await patient.Reschedule(visit.Id, new(free[3]))).Conflict("slot-taken");
        (await patient.Reschedule(visit.Id, new(desks.Start))).Conflict("slot-taken");
        Assert.Equal(desks.Start, (await desk.Reschedule(visit.Id, new(desks.Start))).Value.Start);
        Assert.Equal((own.Start, own.End, visit.Due), (await patient.Reschedule(visit.Id, new(own.Start))).Value is var moved ? (moved.Start, moved.End, moved.Due) : default);

        Assert.DoesNotContain((await patient.Holds()).Value.Items, hold => hold.Id == own.Id);
        (await Clinic.Book(patient, own)).Conflict("hold-used");
        Assert.Contains(desks.Start, await Later(clinic));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_patient_is_bound_by_the_hours_of_the_policy_and_desk_and_doctor_are_not()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var (patient, desk) = (service.Patient(), service.Desk());
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);
        var far = free[0] + Duration.FromDays(2);
        await service.AdvanceTo(free[0] - Duration.FromHours(4) - Duration.FromMinutes(1));
        _ = (await patient.Reschedule(visit.Id, new(far))).Value;
        _ = (await desk.Reschedule(visit.Id, new(free[1]))).Value;
        await service.AdvanceTo(free[0]);

        // The time that is taken comes after it.
        (await patient.Reschedule(visit.Id, new(free[1] + Duration.FromDays(900)))).Conflict("too-late-to-move");
        (await desk.Reschedule(visit.Id, new(far, For: ActingFor.Patient))).Conflict("too-late-to-move");
        _ = (await desk.Reschedule(visit.Id, new(far))).Value;
        _ = (await service.Doctor(clinic.Doctor).Reschedule(visit.Id, new(far + Half))).Value;
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_was_called_off_does_not_move()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);
        _ = (await patient.Cancel(visit.Id, new("No"))).Value;

        (await patient.Reschedule(visit.Id, new(free[1]))).Conflict("visit-cancelled");
        (await service.Desk().Reschedule(visit.Id, new(free[0]))).Conflict("visit-cancelled");
        Assert.Contains(free[1], await Later(clinic));
    }

    [Fact]
    public async Task A_pending_visit_moves_but_not_to_before_its_deadline()
    {
        var clinic = await Clinic.Open(service, rules: new(HorizonDays: 10, ManualPaymentHours: 48));
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Pending(patient, free[0]);
        var before = (await clinic.Free(from: clinic.Today.PlusDays(1)))[0];

        (await patient.Reschedule(visit.Id, new(before))).Conflict("too-late-for-provider");
        var moved = (await patient.Reschedule(visit.Id, new(free[5]))).Value;
        _ = (await clinic.Pay(visit)).Value;

        Assert.Equal((AppointmentStatus.PendingPayment, free[5]), (moved.Status, moved.Start));
        Assert.Equal((AppointmentStatus.Confirmed, free[5]), ((await patient.Appointment(visit.Id)).Value.Status, (await patient.Appointment(visit.Id)).Value.Start));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Only_the_desk_speaks_for_others_and_anothers_visit_does_not_exist()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);

        foreach (var who in (BookingClient[])[patient, service.Doctor(clinic.Doctor)])
        {
            (await who.Reschedule(visit.Id, new(free[1], For: ActingFor.Doctor))).Refused(HttpStatusCode.Forbidden, "forbidden");
            (await who.Cancel(visit.Id, new("No", ActingFor.Doctor))).Refused(HttpStatusCode.Forbidden, "forbidden");
            (await who.PreviewCancellation(visit.Id, ActingFor.Doctor)).Refused(HttpStatusCode.Forbidden, "forbidden");
        }

        foreach (var stranger in (BookingClient[])[service.Patient(), service.Doctor(Guid.NewGuid())])
            (await stranger.Reschedule(visit.Id, new(free[1]))).Refused(HttpStatusCode.NotFound, "not-found");
        using var unknown = await service.Desk().Http.PostJson($"/api/appointments/{visit.Id}/cancel", """{"reason":"No","for":"system"}""");
        Assert.Contains("for", (await unknown.Problem(400, "invalid")).Errors!.Keys);
        (await patient.Reschedule(visit.Id, new(free[1], ""))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await patient.Reschedule(visit.Id, new(free[1], new('x', 2_001)))).Refused(HttpStatusCode.BadRequest, "invalid");
    }

    static Task<List<Instant>> Later(Clinic clinic) => clinic.Free(from: clinic.Today.PlusDays(4), days: 3);
}
