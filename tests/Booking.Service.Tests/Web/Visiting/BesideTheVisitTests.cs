using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Visiting;

/// <summary>What a patient says before and after a visit, waits for, and keeps in a calendar program.</summary>
public sealed class BesideTheVisitTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Questions_are_answered_and_what_is_wrong_is_told_beside_each()
    {
        var clinic = await Clinic.Open(service);
        _ = (await service.Desk().SetIntakeQuestions(clinic.Doctor, new([
            new("since", "Since when?", Required: false, IntakeKind.Text), new("smoke", "Do you smoke?", Required: true, IntakeKind.YesNo),
            new("pain", "كم الألم؟", Required: true, IntakeKind.Choice, ["none", "much"])]))).Value;
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic);

        var asked = await (await ann.Browser.Open($"/visits/{visit.Id}")).Follow("Answer the doctor's questions");
        var refused = await asked.Press("Save my answers", ("answers.since", "<i>Monday</i>"), ("answers.smoke", "yes"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal("#answers-pain", refused.Find("#summary a").GetAttribute("href"));
        Assert.Equal("<i>Monday</i>", refused.Find("textarea").TextContent);
        Assert.True(refused.Find("input[value=yes]").HasAttribute("checked"));

        var saved = await refused.Press("Save my answers", ("answers.pain", "much"));
        Assert.Contains("Your answers are saved.", saved.Text, StringComparison.Ordinal);
        Assert.Equal("much", (await ann.Client.Intake(visit.Id)).Value.Answers["pain"]);
        using var desk = Browser.Desk(service);
        var read = await desk.Open($"/visits/{visit.Id}/intake");
        Assert.Equal(["<i>Monday</i>", "Yes", "much"], read.AllOf("dd"));
        Assert.False(read.Has("main form"));
    }

    [Fact]
    public async Task A_visit_is_reviewed_once_and_then_shows_what_was_said()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(2));
        await service.AdvanceTo(visit.End);
        _ = (await service.Desk().Complete(visit.Id)).Value;

        var asked = await (await ann.Browser.Open($"/visits/{visit.Id}")).Follow("Rate the visit");
        var refused = await asked.Press("Send", ("comment", "Kind & quick"));
        Assert.Equal((HttpStatusCode.BadRequest, "Kind & quick"), (refused.Status, refused.Of("#comment")));
        var said = await refused.Press("Send", ("rating", "4"));
        Assert.Equal(("4 - good", "Kind & quick"), (said.Of("main strong"), said.Of("blockquote")));
        Assert.Equal(HttpStatusCode.OK, (await refused.Press("Send", ("rating", "4"))).Status);
        Assert.False(said.Has("main form"));
    }

    [Fact]
    public async Task Who_wrote_nothing_is_not_told_that_others_will_read_it()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(2));
        await service.AdvanceTo(visit.End);
        _ = (await service.Desk().Complete(visit.Id)).Value;

        var said = await (await ann.Browser.Open($"/visits/{visit.Id}/review")).Press("Send", ("rating", "4"));

        Assert.Equal("4 - good", said.Of("main strong"));
        Assert.DoesNotContain("What you wrote", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waits_joins_by_a_form_sees_their_place_and_leaves()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var asked = await ann.Browser.Open($"/doctors/{clinic.Doctor}/waitlist?type=followup");
        Assert.Equal("followup", asked.Find("option[selected]").GetAttribute("value"));

        var refused = await asked.Press("Put me on the list", ("to", "2020-01-01"));
        Assert.Equal((HttpStatusCode.BadRequest, "2020-01-01"), (refused.Status, refused.Find("#to").GetAttribute("value")));
        var joined = await asked.Press("Put me on the list");
        Assert.Equal("/waitlist", joined.Address.AbsolutePath);
        Assert.Contains("Your place in the list: 1", joined.Text, StringComparison.Ordinal);
        Assert.Single((await (await asked.Press("Put me on the list")).Press("main .cards button")).AllOf("h1"));
        Assert.Empty((await ann.Client.Waitlist()).Value.Items);
    }

    [Fact]
    public async Task An_offer_leads_to_the_time_that_is_held()
    {
        var clinic = await Clinic.Open(service, weekly: Clinic.Daily(new(10, 0), new(10, 30)));
        using var ann = new Visitor(service);
        var taken = await clinic.Confirmed(service.Patient(), await Visitor.Start(clinic));
        var day = taken.Start.InUtc().Date;
        var entry = (await ann.Client.JoinWaitlist(new(clinic.Doctor, day, day, AppointmentType.Standard))).Value;
        _ = (await service.Desk().Cancel(taken.Id, new("moved away"))).Value;

        var hold = (await ann.Client.WaitlistEntry(entry.Id)).Value.HoldId;

        Assert.NotNull(hold);
        Assert.True((await ann.Browser.Open("/waitlist")).Has($"a[href='/holds/{hold}']"));
    }

    [Fact]
    public async Task A_feeds_address_is_shown_once_and_stops_when_it_is_told_to()
    {
        using var ann = new Visitor(service);
        var made = await (await ann.Browser.Open("/visits/feeds")).Press("Make an address");
        var address = new Uri(made.Find("#made").GetAttribute("value")!);
        Assert.Contains("BEGIN:VCALENDAR", await ann.Browser.Http.GetStringAsync(address.AbsolutePath, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var listed = await ann.Browser.Open("/visits/feeds");
        Assert.DoesNotContain(address.AbsolutePath, listed.Text, StringComparison.Ordinal);
        Assert.False((await listed.Press("main .card button")).Has(".card"));
        using var gone = await ann.Browser.Http.GetAsync(address.AbsolutePath, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var desk = Browser.Desk(service);
        Assert.Equal(HttpStatusCode.Forbidden, (await desk.Open("/visits/feeds")).Status);
    }
}
