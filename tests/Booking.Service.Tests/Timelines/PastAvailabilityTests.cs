using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Timelines;

/// <summary>The calendar of a moment, told from the log, is the list that was given out then.</summary>
public sealed class PastAvailabilityTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Days = 9;

    [Fact]
    public async Task What_was_offered_at_each_moment_is_told_for_ever()
    {
        var clinic = await Clinic.Open(service);
        List<(Instant At, Instant[] Free)> seen = [];
        async Task Look() => seen.Add((service.Now, [.. await clinic.Free(days: Days)]));
        var (patient, desk) = (service.Patient(), service.Desk());
        await Look();
        var times = await clinic.Free(days: Days);
        var held = (await clinic.Hold(patient, times[3])).Value;
        await Look();
        await patient.ReleaseHold(held.Id);
        await Look();
        var visit = await clinic.Confirmed(patient, times[5]);
        await clinic.Hold(service.Patient(), times[7]);
        await Look();
        Assert.Null((await patient.Reschedule(visit.Id, new(times[9]))).Problem);
        await Look();
        Assert.Null((await desk.AddException(clinic.Doctor, new(clinic.Today.PlusDays(4), ExceptionType.Blocked, "Conference"))).Problem);
        await Look();
        await service.Advance(Duration.FromHours(1));
        await Look();
        Assert.Null((await desk.PauseDoctor(clinic.Doctor)).Problem);
        await Look();
        Assert.Null((await desk.ResumeDoctor(clinic.Doctor)).Problem);
        Assert.Null((await patient.Cancel(visit.Id, new("Well again"))).Problem);
        await Look();

        var first = clinic.Today.PlusDays(1);
        foreach (var (at, free) in seen)
        {
            var past = (await service.Ops().PastAvailability(clinic.Doctor, at, first, first.PlusDays(Days - 1))).Value;
            Assert.Equal(free, past.Days.SelectMany(day => day.Slots).Select(slot => slot.Start));
        }

        Assert.True(seen.Select(look => look.Free.Length).Distinct().Count() > 3, "The looks should differ, or nothing is compared.");
    }

    [Fact]
    public async Task Neither_the_future_nor_what_was_before_the_doctor_is_told()
    {
        var clinic = await Clinic.Open(service);
        var ops = service.Ops();

        Assert.Contains("asOf", (await ops.PastAvailability(clinic.Doctor, service.Now + Duration.FromHours(1), clinic.Today, clinic.Today)).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
        (await ops.PastAvailability(clinic.Doctor, service.Now - Duration.FromDays(30), clinic.Today, clinic.Today)).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_visit_is_told_with_all_that_belongs_to_it_and_nothing_of_others_and_who_looked_is_noted()
    {
        var clinic = await Clinic.Open(service);
        var (other, patient, at) = (service.Patient(), service.Patient(), (await clinic.Free())[2]);
        var passing = (await clinic.Hold(other, at)).Value;
        await other.ReleaseHold(passing.Id);
        var visit = await clinic.Confirmed(patient, at);
        Assert.Null((await patient.Cancel(visit.Id, new("Well again"))).Problem);
        await clinic.Confirmed(other, at);

        var timeline = (await service.Ops().Timeline(visit.Id)).Value;

        var events = timeline.Items.Where(item => item.Kind == TimelineKind.Event).ToList();
        Assert.Equal(
            ["slot_held", "slot_booked", "slot_freed"],
            events.Where(item => item.Stream != visit.Id && item.Stream != timeline.PaymentId).Select(item => item.Name));
        Assert.Equal(["appointment_requested", "appointment_confirmed", "appointment_cancelled"], events.Where(item => item.Stream == visit.Id && item.Name.StartsWith("appointment_", StringComparison.Ordinal) && item.Name != "appointment_payment_changed").Select(item => item.Name).Take(3));
        Assert.Contains(events, item => item.Stream == timeline.PaymentId);
        Assert.Contains(timeline.Items, item => item is { Kind: TimelineKind.Message, Name: "send_notice", Actor: not null });
        Assert.All(events, item => Assert.Equal(32, item.TraceId!.Length));
        Assert.DoesNotContain("Well again", System.Text.Json.JsonSerializer.Serialize(timeline, ContractsJson.Options), StringComparison.Ordinal);
        Assert.Equal(timeline.Items.Select(item => item.At).Order(), timeline.Items.Select(item => item.At));
        Assert.Equal(1, await Invariants.Count(service, "select count(*) from operator_changes where change = 'appointments.timeline' and subject = $1", Pg.Uuid(visit.Id)));
    }
}
