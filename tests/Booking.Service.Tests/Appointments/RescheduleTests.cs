using System.Net;
using Booking.Contracts;
using Booking.Service.SlotLocks;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>A visit moves in place: where to, what stays, what is free again.</summary>
public sealed class RescheduleTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_moved_visit_is_the_same_visit_at_another_time_and_its_old_time_is_free_again()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);

        var moved = await patient.Reschedule(visit.Id, new(free[7], "A train was late"));

        Assert.Equal(visit with { Start = free[7], End = free[7] + (visit.End - visit.Start) }, moved.Value);
        Assert.Equal(moved.Value, (await patient.Appointment(visit.Id)).Value);
        var now = await Later(clinic);
        Assert.Contains(free[0], now);
        Assert.DoesNotContain(free[7], now);
        Assert.Equal(visit.Id, (await clinic.OnDaySheet(free[7])).AppointmentId);
        _ = await clinic.Confirmed(service.Patient(), free[0]);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_move_never_changes_the_price_or_the_policy_whatever_they_are_now()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var (patient, desk) = (service.Patient(), service.Desk());
        var visit = await clinic.Confirmed(patient, (await Later(clinic))[0]);
        var doctor = (await desk.Doctor(clinic.Doctor)).Value;
        _ = (await desk.ChangeDoctor(clinic.Doctor, new(
            doctor.FullName, "doctor@example.test", "+971501234567", doctor.Specialties, doctor.Languages, "", [], "UTC", new(new(90_000, "USD"), new(90_000, "USD"))))).Value;
        _ = (await desk.SetPolicy(clinic.Doctor, new([], 0, 100))).Value;

        var moved = (await patient.Reschedule(visit.Id, new((await Later(clinic))[3]))).Value;

        Assert.Equal((visit.Price, visit.Due, visit.Payment), (moved.Price, moved.Due, moved.Payment));
        Assert.Equal(Clinic.Policy.RescheduleHoursBefore, moved.Policy!.RescheduleHoursBefore);
        Assert.Equal((20_000, 0), ((await patient.Payment(visit.Payment!.Id)).Value.Captured.Amount, (await patient.Payment(visit.Payment.Id)).Value.Refunded.Amount));
        await Invariants.Check(service);
    }

    // The old and the new time overlap, and the streams' ids stand in either order: freed first, whatever they are.
    [Fact]
    public async Task A_visit_moves_onto_a_time_that_overlaps_its_own()
    {
        var clinic = await Clinic.Open(service);
        var desk = service.Desk();
        int Order(Instant from) => Math.Sign(Slot(clinic, from).CompareTo(Slot(clinic, from + Duration.FromMinutes(15))));
        // Some whose slot's id is the smaller of the two and some whose is the larger: locks are taken in that order.
        var (patient, starts) = (service.Patient(), (await Later(clinic)).Where((_, i) => i % 3 == 0).GroupBy(Order).SelectMany(alike => alike.Take(4)).Order().ToList());
        List<AppointmentAnswer> visits = [];
        foreach (var start in starts)
            visits.Add(await clinic.Confirmed(patient, start));
        _ = (await desk.SetSchedule(clinic.Doctor, new(Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 15), new(HorizonDays: 10)))).Value;
        HashSet<int> orders = [];

        foreach (var visit in visits)
        {
            var to = visit.Start + Duration.FromMinutes(15);
            orders.Add(Order(visit.Start));
            var moved = (await patient.Reschedule(visit.Id, new(to))).Value;
            Assert.Equal((to, to + Duration.FromMinutes(15)), (moved.Start, moved.End));
        }

        Assert.Equal(2, orders.Count);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_does_not_count_against_its_own_window_and_a_full_one_takes_no_other()
    {
        var clinic = await Clinic.Open(service, weekly: [.. Clinic.Daily(new(9, 0), new(12, 0), most: 1), .. Clinic.Daily(new(14, 0), new(17, 0), most: 1)]);
        var patient = service.Patient();
        var free = await Later(clinic);
        var (morning, afternoon) = (free[0], free.First(start => start.InUtc().Hour == 14));
        var visit = await clinic.Confirmed(patient, morning);
        _ = await clinic.Confirmed(service.Patient(), afternoon);

        Assert.Equal(free[2], (await patient.Reschedule(visit.Id, new(free[2]))).Value.Start);
        (await patient.Reschedule(visit.Id, new(afternoon + Duration.FromMinutes(30)))).Conflict("day-full");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_repeat_answers_the_visit_as_it_is_and_stale_versions_are_told()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var free = await Later(clinic);
        var visit = await clinic.Confirmed(patient, free[0]);

        var first = await patient.Reschedule(visit.Id, new(free[1]), idempotencyKey: "move 1", ifMatch: "\"2\"");
        _ = (await patient.Reschedule(visit.Id, new(free[2]))).Value;
        var sameKey = await patient.Reschedule(visit.Id, new(free[1]), idempotencyKey: "move 1", ifMatch: "\"2\"");
        var sameStart = await patient.Reschedule(visit.Id, new(free[2]));

        Assert.Equal((first.Value, first.ETag), (sameKey.Value, sameKey.ETag));
        Assert.Equal((free[2], "\"4\""), (sameStart.Value.Start, sameStart.ETag));
        (await patient.Reschedule(visit.Id, new(free[3]), idempotencyKey: "move 1")).Refused(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        (await patient.Reschedule(visit.Id, new(free[3]), ifMatch: "\"3\"")).Refused(HttpStatusCode.PreconditionFailed, "version-mismatch");
    }

    [Fact]
    public async Task The_cap_on_what_goes_back_is_what_stood_at_the_move_unless_the_doctors_side_moved_it()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        var (patient, desk, doctor) = (service.Patient(), service.Desk(), service.Doctor(clinic.Doctor));
        var free = await Later(clinic);
        var (byPatient, byDoctor) = (await clinic.Confirmed(patient, free[0]), await clinic.Confirmed(patient, free[1]));
        await service.AdvanceTo(free[0] - Duration.FromHours(5));
        var far = await clinic.Free(from: free[0].InUtc().Date.PlusDays(2));
        _ = (await patient.Reschedule(byPatient.Id, new(far[0]))).Value;
        _ = (await patient.Reschedule(byPatient.Id, new(far[1]))).Value;
        _ = (await doctor.Reschedule(byDoctor.Id, new(far[2]))).Value;

        Assert.Equal((10_000, 20_000), (await Back(patient, byPatient), await Back(patient, byDoctor)));
        Assert.Equal(
            (10_000, 10_000, 20_000),
            (await Back(desk, byPatient), await Back(desk, byPatient, ActingFor.Patient), await Back(desk, byPatient, ActingFor.Doctor)));
        _ = (await patient.Cancel(byPatient.Id, new("No"))).Value;
        Assert.Equal(10_000, (await patient.Payment(byPatient.Payment!.Id)).Value.Refunded.Amount);
        await Invariants.Check(service);
    }

    static async Task<long> Back(BookingClient who, AppointmentAnswer visit, ActingFor? actingFor = null) =>
        (await who.PreviewCancellation(visit.Id, actingFor)).Value.Refund.Amount;

    static Task<List<Instant>> Later(Clinic clinic) => clinic.Free(from: clinic.Today.PlusDays(4), days: 3);

    static Guid Slot(Clinic clinic, Instant start) => SlotLock.Id(new(clinic.Doctor), start).Value;
}
