using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Visiting;

/// <summary>A patient moves and cancels in a browser, and is told what it costs before it is done.</summary>
public sealed class CancelAndMoveTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_refund_is_shown_before_and_what_comes_back_after()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(10));

        var asked = await (await ann.Browser.Open($"/visits/{visit.Id}")).Follow("Cancel the visit");
        Assert.Equal(["USD 100.00", "USD 100.00"], asked.AllOf(".panel dd"));
        Assert.Contains("50 % goes back. This applies now.", asked.Of("main ul strong"), StringComparison.Ordinal);
        Assert.Equal(AppointmentStatus.Confirmed, (await ann.Client.Appointment(visit.Id)).Value.Status);

        var done = await asked.Press("Cancel the visit");
        Assert.Equal((HttpStatusCode.OK, $"/visits/{visit.Id}"), (done.Status, done.Address.AbsolutePath));
        Assert.Contains("You have cancelled this visit.", done.Text, StringComparison.Ordinal);
        Assert.Contains("The clinic keeps USD 100.00", done.Text, StringComparison.Ordinal);

        // The back button, and the same press again.
        var again = await asked.Press("Cancel the visit");
        Assert.Equal((HttpStatusCode.OK, $"/visits/{visit.Id}"), (again.Status, again.Address.AbsolutePath));
        Assert.Equal($"/visits/{visit.Id}", (await ann.Browser.Open($"/visits/{visit.Id}/cancel")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Nobody_gets_back_less_than_the_page_said_without_being_asked_again()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(30));
        var asked = await ann.Browser.Open($"/visits/{visit.Id}/cancel");
        await service.AdvanceTo(visit.Start - Duration.FromHours(23));

        var refused = await asked.Press("Cancel the visit", ("reason", "I am <well> again"));

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("What goes back has changed", refused.Of("#summary"), StringComparison.Ordinal);
        Assert.Equal("I am <well> again", refused.Of("#reason"));
        Assert.Equal(AppointmentStatus.Confirmed, (await ann.Client.Appointment(visit.Id)).Value.Status);
        Assert.Contains("You have cancelled", (await refused.Press("Cancel the visit")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visit_moves_to_a_free_time_after_old_and_new_were_shown()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic);

        var times = await (await ann.Browser.In("Asia/Karachi").Open($"/visits/{visit.Id}")).Follow("Move to another time");
        Assert.Contains("Times are in Asia/Karachi, UTC+5.", times.Text, StringComparison.Ordinal);
        Assert.Contains("You can move this visit until", times.Text, StringComparison.Ordinal);
        var check = await ann.Browser.Open(times.Find("#times .picks a").GetAttribute("href")!);
        Assert.Equal(2, check.Document.QuerySelectorAll("dl time").Length);
        var moved = await check.Press("Move the visit");

        var now = (await ann.Client.Appointment(visit.Id)).Value;
        Assert.NotEqual(visit.Start, now.Start);
        Assert.Equal((HttpStatusCode.OK, $"/visits/{visit.Id}"), (moved.Status, moved.Address.AbsolutePath));
        Assert.Equal(visit.Due, now.Due);
        Assert.Equal(HttpStatusCode.OK, (await check.Press("Move the visit")).Status);
    }

    [Fact]
    public async Task When_somebody_was_faster_the_nearest_three_times_are_links()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic);
        var wanted = visit.Start + Duration.FromHours(2);
        var check = await ann.Browser.Open($"/visits/{visit.Id}/move/check?start={wanted}");
        await clinic.Pending(service.Patient(), wanted);

        var refused = await check.Press("Move the visit");

        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.StartsWith("Error: ", refused.Title, StringComparison.Ordinal);
        Assert.Equal(3, refused.Document.QuerySelectorAll("#summary a").Length);
        Assert.Equal(visit.Start, (await ann.Client.Appointment(visit.Id)).Value.Start);
        var other = await (await ann.Browser.Open(refused.Find("#summary a").GetAttribute("href")!)).Press("Move the visit");
        Assert.Equal($"/visits/{visit.Id}", other.Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_that_another_window_made_old_moves_nothing()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic);
        var old = await ann.Browser.Open($"/visits/{visit.Id}/move/check?start={visit.Start + Duration.FromHours(3)}");
        _ = await (await ann.Browser.Open($"/visits/{visit.Id}/move/check?start={visit.Start + Duration.FromHours(4)}")).Press("Move the visit");

        var refused = await old.Press("Move the visit");

        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.Status);
        Assert.True(refused.Has("#summary"));
        Assert.Equal(visit.Start + Duration.FromHours(4), (await ann.Client.Appointment(visit.Id)).Value.Start);
    }

    [Fact]
    public async Task Too_late_to_move_is_told_with_when_it_was()
    {
        var clinic = await Clinic.Open(service, policy: Clinic.Policy);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(5));
        var check = await ann.Browser.Open($"/visits/{visit.Id}/move/check?start={visit.Start + Duration.FromHours(20)}");
        await service.AdvanceTo(visit.Start - Duration.FromHours(3));

        Assert.Equal(HttpStatusCode.Conflict, (await check.Press("Move the visit")).Status);
        var page = await ann.Browser.Open($"/visits/{visit.Id}");
        Assert.False(page.Has($"a[href='/visits/{visit.Id}/move']"));
        Assert.Contains("This visit could be moved until", page.Text, StringComparison.Ordinal);
        Assert.False((await ann.Browser.Open($"/visits/{visit.Id}/move")).Has("#times .picks"));
        Assert.Equal(HttpStatusCode.BadRequest, (await ann.Browser.Open($"/visits/{(await ann.Paid(clinic)).Id}/move?from=tomorrow")).Status);
    }
}
