using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;
using static Booking.Contracts.AppointmentType;

namespace Booking.Service.Tests.Appointments;

/// <summary>A doctor may want to see in a follow-up only whom they have seen lately.</summary>
public sealed class FollowupRuleTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly ScheduleRules ThreeDays = new(HorizonDays: 10, FollowupWithinDays: 3);
    static readonly Duration HalfHour = Duration.FromMinutes(30);

    [Fact]
    public async Task Whoever_was_seen_has_follow_ups_for_so_many_days_after_the_visits_end_and_not_a_slot_longer()
    {
        var clinic = await Clinic.Open(service, ThreeDays);
        var patient = service.Patient();
        var free = await clinic.Free();
        (await clinic.Hold(patient, free[8], Followup)).Conflict("followup-needs-visit");

        var visit = await Seen.By(clinic, patient, free[0]);

        var last = visit.End + Duration.FromDays(3);
        Assert.Equal(AppointmentStatus.PendingPayment, (await Clinic.Book(patient, (await clinic.Hold(patient, last, Followup)).Value)).Value.Status);
        (await clinic.Hold(patient, last + HalfHour, Followup)).Conflict("followup-needs-visit");
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(patient, last + HalfHour, Standard)).Status);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_of_somebody_else_with_somebody_else_or_not_completed_does_not_count()
    {
        var (clinic, other) = (await Clinic.Open(service, ThreeDays), await Clinic.Open(service, ThreeDays));
        var (patient, seen) = (service.Patient(), service.Patient());
        var free = await clinic.Free();
        _ = await clinic.Confirmed(patient, free[1]);
        await Seen.By(clinic, seen, free[0]);
        await Seen.By(other, patient, free[8]);

        (await clinic.Hold(patient, free[20], Followup)).Conflict("followup-needs-visit");
        Assert.Equal(HttpStatusCode.Created, (await clinic.Hold(seen, free[20], Followup)).Status);
    }

    [Fact]
    public async Task The_desks_hold_is_nobodys_yet_so_its_patient_is_judged_at_the_request_and_the_hold_stays()
    {
        var clinic = await Clinic.Open(service, ThreeDays);
        var desk = service.Desk();
        var hold = (await clinic.Hold(desk, (await clinic.Free())[0], Followup)).Value;
        var stranger = new NewPatient("New Here", $"{Guid.NewGuid():N}@example.test", "+971501234567", "Asia/Dubai");

        (await desk.Book(new(hold.Id, PaymentProvider.Manual, Patient: stranger))).Conflict("followup-needs-visit");

        Assert.Equal(hold, Assert.Single((await desk.Holds()).Value.Items));
    }

    [Fact]
    public async Task Whoever_lost_the_right_between_hold_and_request_is_refused_at_the_request()
    {
        var clinic = await Clinic.Open(service);
        var patient = service.Patient();
        var hold = (await clinic.Hold(patient, (await clinic.Free())[0], Followup)).Value;
        var week = (await service.Desk().Schedule(clinic.Doctor)).Value.Weekly;
        _ = (await service.Desk().SetSchedule(clinic.Doctor, new(week, ThreeDays))).Value;

        Assert.Equal(3, (await service.Anonymous().Doctor(clinic.Doctor)).Value.Rules.FollowupWithinDays);
        (await Clinic.Book(patient, hold)).Conflict("followup-needs-visit");
    }

    [Fact]
    public async Task A_patient_does_not_move_a_follow_up_beyond_its_days_but_the_desk_may()
    {
        var clinic = await Clinic.Open(service, ThreeDays);
        var patient = service.Patient();
        var visit = await Seen.By(clinic, patient, (await clinic.Free())[0]);
        var last = visit.End + Duration.FromDays(3);
        var followup = (await Clinic.Book(patient, (await clinic.Hold(patient, last - HalfHour, Followup)).Value)).Value;

        (await patient.Reschedule(followup.Id, new(last + HalfHour))).Conflict("followup-needs-visit");
        Assert.Equal(last, (await patient.Reschedule(followup.Id, new(last))).Value.Start);
        Assert.Equal(last + HalfHour, (await service.Desk().Reschedule(followup.Id, new(last + HalfHour))).Value.Start);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3651)]
    public async Task Days_out_of_range_are_refused_and_named(int days)
    {
        var clinic = await Clinic.Open(service);
        var refused = (await service.Desk().SetSchedule(clinic.Doctor, new([], new(FollowupWithinDays: days)))).Refused(HttpStatusCode.BadRequest, "invalid");

        Assert.Equal("rules.followupWithinDays", Assert.Single(refused.Errors!).Key);
    }
}
