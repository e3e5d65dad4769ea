using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Desk;

/// <summary>Visits that begin now.</summary>
public sealed class WalkInTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly Guid Patient = Booking.Service.Accounts.DemoAccounts.Patient.Value;

    static WalkInRequest Someone(params string[] overrides) => new(
        AppointmentType.Standard, Patient: new("Walk In", $"{Guid.NewGuid():N}@example.test", "+971501234567", "UTC"), Minutes: 10,
        Override: overrides.Length == 0 ? null : overrides);

    [Fact]
    public async Task It_begins_in_this_minute_waits_for_its_cash_and_is_confirmed_by_it_after_the_start()
    {
        var (clinic, desk) = (await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 600, HorizonDays: 10)), service.Desk());
        await AtMinute(10);

        var visit = (await desk.WalkIn(clinic.Doctor, Someone() with { Reason = "A cut" }, "once")).Value;
        var again = (await desk.WalkIn(clinic.Doctor, Someone() with { Reason = "A cut" }, "once")).Problem;
        await service.Advance(Duration.FromMinutes(5));
        _ = (await clinic.Pay(visit)).Value;

        Assert.Equal("idempotency-key-reused", again!.Code);
        Assert.Equal((AppointmentStatus.PendingPayment, Duration.FromMinutes(10)), (visit.Status, visit.End - visit.Start));
        Assert.InRange(service.Now - visit.Start, Duration.FromMinutes(5), Duration.FromMinutes(7));
        var confirmed = (await desk.Appointment(visit.Id)).Value;
        Assert.Equal((AppointmentStatus.Confirmed, "A cut"), (confirmed.Status, confirmed.Reason));
        var history = (await desk.History(visit.Id)).Value.Items;
        Assert.Equal(["appointment_confirmed", "appointment_requested"], history.Select(item => item.What).Where(what => what != "appointment_payment_changed").Order(StringComparer.Ordinal));
        Assert.All(history, item => Assert.Equal("frontdesk", item.Who.Role));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task The_same_request_twice_is_one_visit()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        await AtMinute(10);
        var request = new WalkInRequest(AppointmentType.Standard, PatientId: Patient, Minutes: 5);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.WalkIn(clinic.Doctor, request, "key")));

        Assert.Single(answers.Select(answer => answer.Value.Id).Distinct());
        _ = (await desk.Cancel(answers[0].Value.Id, new("Left"))).Value;
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Two_who_come_in_the_same_minute_are_one_visit_and_a_word_when_the_doctor_is_free()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        await AtMinute(10);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => desk.WalkIn(clinic.Doctor, Someone())));

        var visit = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created).Value;
        foreach (var refused in answers.Where(answer => answer.Status != HttpStatusCode.Created))
            Assert.Equal(visit.End, refused.Conflict("slot-taken").FreeAt);
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_visit_that_stands_a_buffer_and_a_hold_are_never_overlapped()
    {
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 0, HorizonDays: 10), weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, slot: 20, buffer: 10));
        await AtMinute(12);
        var next = (await clinic.Free(from: clinic.Today, days: 2))[0];
        _ = (await clinic.Hold(service.Patient(), next)).Value;
        var desk = service.Desk();

        var refused = (await desk.WalkIn(clinic.Doctor, Someone())).Conflict("slot-taken");
        var fits = (await desk.WalkIn(clinic.Doctor, Someone() with { Minutes = 5 })).Value;

        Assert.True(refused.FreeAt >= next + Duration.FromMinutes(30), $"{refused.FreeAt} is inside the held slot at {next}.");
        Assert.Equal(Duration.FromMinutes(5), fits.End - fits.Start);
    }

    [Fact]
    public async Task It_counts_as_a_patient_of_the_hours_and_the_desk_may_say_that_one_more_is_seen()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(LocalTime.Midnight, LocalTime.Midnight, most: 1));
        await AtMinute(10);
        var doctor = service.Doctor(clinic.Doctor);
        _ = (await doctor.WalkIn(clinic.Doctor, Someone() with { Minutes = 5 })).Value;
        await service.Advance(Duration.FromMinutes(6));

        (await doctor.WalkIn(clinic.Doctor, Someone() with { Minutes = 5 })).Conflict("day-full");
        var visit = (await doctor.WalkIn(clinic.Doctor, Someone("day-full") with { Minutes = 5 })).Value;

        var requested = (await doctor.History(visit.Id)).Value.Items[0];
        Assert.Equal("doctor", requested.Who.Role);
        Assert.Equal("day-full", requested.Data.GetProperty("overrides")[0].GetString());
    }

    [Fact]
    public async Task That_a_patient_is_with_two_doctors_at_once_only_the_desk_may_allow()
    {
        var (one, two) = (await Clinic.Open(service), await Clinic.Open(service));
        await AtMinute(10);
        var first = (await service.Desk().WalkIn(one.Doctor, Someone())).Value;
        _ = (await service.Desk().Cancel((await service.Desk().WalkIn(
            two.Doctor, new(AppointmentType.Standard, first.PatientId, Minutes: 5, Override: ["patient-busy"]))).Value.Id, new("Left"))).Value;
        var also = new WalkInRequest(AppointmentType.Standard, PatientId: first.PatientId, Minutes: 5);

        (await service.Doctor(two.Doctor).WalkIn(two.Doctor, also)).Conflict("patient-busy");
        (await service.Doctor(two.Doctor).WalkIn(two.Doctor, also with { Override = ["patient-busy"] })).Refused(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(HttpStatusCode.Created, (await service.Desk().WalkIn(two.Doctor, also with { Override = ["patient-busy"] })).Status);
    }

    [Fact]
    public async Task An_unpaid_one_ends_with_the_doctors_day_and_others_requests_are_refused()
    {
        var (clinic, desk) = (await Clinic.Open(service), service.Desk());
        await AtMinute(10);
        var visit = (await desk.WalkIn(clinic.Doctor, Someone())).Value;

        (await desk.WalkIn(clinic.Doctor, Someone() with { PatientId = Patient })).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.WalkIn(clinic.Doctor, Someone() with { Minutes = 4 })).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.WalkIn(clinic.Doctor, Someone("slot-taken"))).Refused(HttpStatusCode.BadRequest, "invalid");
        (await desk.WalkIn(Guid.NewGuid(), Someone())).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Doctor(Guid.NewGuid()).WalkIn(clinic.Doctor, Someone())).Refused(HttpStatusCode.Forbidden, "forbidden");
        (await service.Patient().WalkIn(clinic.Doctor, Someone())).Refused(HttpStatusCode.Forbidden, "forbidden");
        await service.AdvanceTo(clinic.Today.PlusDays(1).AtMidnight().InUtc().ToInstant() + Duration.FromSeconds(1));

        await Waiting.Until(async () => (await desk.Appointment(visit.Id)).Value.Status == AppointmentStatus.Cancelled, "the unpaid visit to end");
        await Invariants.Check(service);
    }

    /// <summary>To a minute of the next hour, so that no test runs into the next one's slot or over midnight.</summary>
    Task AtMinute(int minute)
    {
        var now = service.Now.InUtc().LocalDateTime;
        var hour = now.Hour >= 20 ? now.Date.PlusDays(1).At(new LocalTime(8, 0)) : now.Date.At(new LocalTime(now.Hour + 1, 0));
        return service.AdvanceTo(hour.PlusMinutes(minute).InUtc().ToInstant() + Duration.FromSeconds(5));
    }
}
