using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Web.Visiting;

/// <summary>The lasting page of a visit, and what hangs on it.</summary>
public sealed class VisitTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_visit_that_waits_for_money_says_how_much_where_and_until_when()
    {
        var clinic = await Clinic.Open(service);
        await service.Doctor(clinic.Doctor).SetGateway(clinic.Doctor, new ManualGatewayRequest("Window 3 <b>left</b>"));
        using var ann = new Visitor(service);
        var visit = await clinic.Pending(ann.Client, await Visitor.Start(clinic));

        var page = await ann.Browser.Open($"/visits/{visit.Id}");

        Assert.Contains("Waiting for payment", page.Of(".badge"), StringComparison.Ordinal);
        Assert.Contains("Pay USD 200.00 at the clinic's front desk by", page.Of("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("Window 3 <b>left</b>", page.Of("[role=status]"), StringComparison.Ordinal);
        Assert.Contains(visit.Id.ToString("N")[20..].ToUpperInvariant(), page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmed_visit_is_told_by_both_clocks_with_calendar_and_receipt()
    {
        var clinic = await Clinic.Open(service, zone: "Asia/Karachi");
        using var ann = new Visitor(service, "Asia/Dubai");
        var visit = await ann.Paid(clinic);

        var page = await ann.Browser.Open($"/visits/{visit.Id}");
        Assert.Contains("Asia/Dubai, UTC+4", page.Of(".moment time"), StringComparison.Ordinal);
        Assert.Contains("Asia/Karachi, UTC+5", page.Of(".moment .at-clinic"), StringComparison.Ordinal);
        using var file = await ann.Browser.Http.GetAsync(page.Find("a[download]").GetAttribute("href"), TestContext.Current.CancellationToken);
        Assert.Equal("text/calendar", file.Content.Headers.ContentType?.MediaType);
        Assert.Contains("BEGIN:VEVENT", await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var receipt = await ann.Browser.Reading("ar").Open($"/visits/{visit.Id}/receipt");
        Assert.Equal("rtl", receipt.Document.DocumentElement.GetAttribute("dir"));
        Assert.Contains("200.00 USD", receipt.Of("tfoot"), StringComparison.Ordinal);
        Assert.Contains($"receipt {visit.Id}", receipt.Of("tbody"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_patient_wrote_is_shown_as_it_was_typed()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var hold = (await clinic.Hold(ann.Client, await Visitor.Start(clinic))).Value;
        const string reason = "<script>alert(1)</script> \u202eevil";
        var visit = (await ann.Client.Book(new(hold.Id, PaymentProvider.Manual, Reason: reason))).Value;

        var page = await ann.Browser.Open($"/visits/{visit.Id}");

        Assert.Equal(reason, page.Find("dd.typed").TextContent);
        Assert.Equal("auto", page.Find("dd.typed").GetAttribute("dir"));
        Assert.DoesNotContain(page.Document.Scripts, script => script.TextContent.Length > 0);
    }

    [Fact]
    public async Task Somebody_elses_visit_is_on_no_page()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        using var bob = new Visitor(service);
        var (hers, his) = (await ann.Paid(clinic), await bob.Paid(clinic));
        string[] pages = ["", "/now", "/move", "/move/check?start=2026-12-01T10:00:00Z", "/cancel", "/intake", "/review", "/receipt", "/calendar.ics", "/device"];
        foreach (var page in pages)
            Assert.Equal((page, HttpStatusCode.NotFound), (page, (await bob.Browser.Open($"/visits/{hers.Id}{page}")).Status));

        // His own forms, sent to her visit.
        var cancel = await bob.Browser.Open($"/visits/{his.Id}/cancel");
        var token = cancel.Find("main input[name=token]").GetAttribute("value")!;
        foreach (var action in (string[])["/cancel", "/move", "/intake", "/review", "/pay-again"])
        {
            using var form = new FormUrlEncodedContent([new("token", token), new("start", "2026-12-01T10:00:00Z"), new("rating", "1")]);
            Assert.Equal((action, HttpStatusCode.NotFound), (action, (await bob.Browser.Send(HttpMethod.Post, new(bob.Browser.Http.BaseAddress!, $"/visits/{hers.Id}{action}"), form)).Status));
        }

        Assert.Equal(AppointmentStatus.Confirmed, (await ann.Client.Appointment(hers.Id)).Value.Status);
    }

    [Fact]
    public async Task The_doctor_and_the_desk_are_told_whose_visit_it_is_and_are_led_to_the_desk()
    {
        var clinic = await Clinic.Open(service);
        var visit = await clinic.Confirmed(service.DemoPatient(), await Visitor.Start(clinic));
        var name = (await clinic.OnDaySheet(visit.Start)).Patient!.FullName;
        using var desk = Browser.Desk(service);
        using var doctor = Browser.Doctor(service, clinic.Doctor);
        using var patient = Browser.Patient(service);
        using var otherDoctor = Browser.Doctor(service, Guid.NewGuid());

        foreach (var staff in (Browser[])[desk, doctor])
        {
            var page = await staff.Open($"/visits/{visit.Id}");
            Assert.Contains(name, page.Text, StringComparison.Ordinal);
            Assert.True(page.Has($"a[href='/desk/visits/{visit.Id}']"));
            Assert.False(page.Has($"a[href='/visits/{visit.Id}/cancel']"));
        }

        Assert.DoesNotContain(name, (await patient.Open($"/visits/{visit.Id}")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await otherDoctor.Open($"/visits/{visit.Id}")).Status);
    }

    [Fact]
    public async Task The_way_in_opens_ten_minutes_before_the_visit()
    {
        var clinic = await Clinic.Open(service);
        await service.Desk().SetVideo(clinic.Doctor, new(VideoProvider.Zoom, "https://video.example.test/room"));
        using var ann = new Visitor(service);
        var visit = await ann.Paid(clinic, Duration.FromHours(3));

        await service.AdvanceTo(visit.Start - Duration.FromMinutes(11));
        var before = await ann.Browser.Open($"/visits/{visit.Id}");
        Assert.False(before.Has("a[href^='https://video']"));
        Assert.Equal("every 30s", before.Find("#visit").GetAttribute("hx-trigger"));

        await service.AdvanceTo(visit.Start - Duration.FromMinutes(10));
        Assert.Equal("Join the visit", (await ann.Browser.Open($"/visits/{visit.Id}/now")).Of("a[href='https://video.example.test/room']"));
    }

    [Fact]
    public async Task My_visits_are_in_order_with_what_is_held_and_waited_for()
    {
        var clinic = await Clinic.Open(service);
        using var ann = new Visitor(service);
        var first = await Visitor.Start(clinic);
        var past = await ann.Paid(clinic, Duration.FromHours(2));
        await service.AdvanceTo(past.End + Duration.FromMinutes(1));
        var coming = await clinic.Confirmed(ann.Client, first + Duration.FromHours(24));
        var waiting = await clinic.Pending(ann.Client, first + Duration.FromHours(25));
        var hold = (await clinic.Hold(ann.Client, first + Duration.FromHours(26))).Value;
        await ann.Client.JoinWaitlist(new(clinic.Doctor, clinic.Today, clinic.Today, AppointmentType.Standard));

        var page = await ann.Browser.Open("/visits");

        Assert.Equal(
            ["Kept for you for a short time", "Waiting for payment", "Coming visits", "Waiting list", "Past and cancelled visits"], page.AllOf("main h2"));
        Assert.Equal([$"/visits/{waiting.Id}", $"/visits/{coming.Id}", $"/visits/{past.Id}"], page.Document.QuerySelectorAll("main h3 a").Select(a => a.GetAttribute("href")));
        Assert.True(page.Has($"a[href='/holds/{hold.Id}']"));
        Assert.Equal([waiting.Id, coming.Id, past.Id], (await ann.Client.Appointments(new(NewestFirst: true))).Value.Items.Select(visit => visit.Id));
    }
}
