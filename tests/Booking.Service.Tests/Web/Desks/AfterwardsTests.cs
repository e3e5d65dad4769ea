using System.Net;
using Booking.Service.Appointments;
using Booking.Service.Tests.Reviews;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Desks;

/// <summary>What the desk is told and offered of a visit that is over or was called off.</summary>
public sealed class AfterwardsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_visit_that_was_cancelled_before_it_was_paid_has_missed_no_time_and_is_not_moved()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Pending(service.Patient(), (await clinic.Free())[4]);
        _ = (await service.Desk().Cancel(visit.Id, new("Called off", Contracts.ActingFor.Patient))).Value;
        using var desk = Browser.Desk(service);

        var page = await desk.Open($"/desk/visits/{visit.Id}");
        Assert.DoesNotContain("Not paid in time", page.Text, StringComparison.Ordinal);
        Assert.Contains("Not paid", page.Text, StringComparison.Ordinal);

        var move = await desk.Open($"/desk/visits/{visit.Id}/move");
        Assert.Equal((HttpStatusCode.OK, false), (move.Status, move.Has("input[name=start]")));
        Assert.Contains("cannot be moved any more", move.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_is_no_longer_offered_to_be_reopened_when_that_would_be_refused()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.Patient(), (await clinic.Free())[4]);
        await Took.Append(service, visit, new AppointmentCompleted());
        using var desk = Browser.Desk(service);
        Assert.Contains("Undo: reopen", (await desk.Open($"/desk/visits/{visit.Id}")).Text, StringComparison.Ordinal);

        await service.Advance(Duration.FromHours(25));

        using var later = Browser.Desk(service);
        Assert.DoesNotContain("Undo: reopen", (await later.Open($"/desk/visits/{visit.Id}")).Text, StringComparison.Ordinal);
    }
}
