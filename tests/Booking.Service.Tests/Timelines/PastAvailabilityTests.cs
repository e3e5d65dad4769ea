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
}
