using System.Net;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Web.Consoles;

/// <summary>The story of a visit, and the calendar before each of its events.</summary>
public sealed class VisitPageTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task The_calendar_just_before_the_hold_offered_the_time_and_before_the_cancellation_it_did_not()
    {
        var clinic = await Clinic.Open(service);
        var (patient, at) = (service.Patient(), (await clinic.Free(from: clinic.Today.PlusDays(1)))[2]);
        var visit = await clinic.Confirmed(patient, at);
        Assert.Null((await patient.Cancel(visit.Id, new("Well again"))).Problem);
        using var browser = Browser.Ops(service);

        var page = await browser.Open($"/console/visits?id={visit.Id}");

        Assert.True(await Offered(browser, page, "slot_held", at));
        Assert.False(await Offered(browser, page, "appointment_cancelled", at));
        var messages = await page.Follow("Message");
        Assert.All(messages.AllOf(".timeline h2"), heading => Assert.StartsWith("Message", heading, StringComparison.Ordinal));
        Assert.DoesNotContain("Well again", page.Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_moment_that_cannot_be_is_told_beside_the_field_and_what_was_typed_stays()
    {
        var clinic = await Clinic.Open(service);
        using var browser = Browser.Ops(service);
        var page = await browser.Open($"/console/doctors/{clinic.Doctor}/calendar?date=2199-01-01&time=25:99&from={clinic.Today:uuuu-MM-dd}");

        Assert.Equal((HttpStatusCode.BadRequest, "25:99"), (page.Status, page.Find("#time").GetAttribute("value")));
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
        var future = await page.Press("Show", ("time", "10:00"));
        Assert.Equal(HttpStatusCode.BadRequest, future.Status);
        Assert.Contains("future", future.Of("#summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_stream_is_said_so()
    {
        using var browser = Browser.Ops(service);

        Assert.Equal(HttpStatusCode.NotFound, (await browser.Open($"/console/streams/{Guid.NewGuid()}")).Status);
        var page = await (await browser.Open("/console/streams")).Press("Show", ("id", "<script>alert(1)</script>"));
        Assert.Equal((HttpStatusCode.BadRequest, "<script>alert(1)</script>"), (page.Status, page.Find("#id").GetAttribute("value")));
    }

    static async Task<bool> Offered(Browser browser, Page page, string name, Instant at)
    {
        var entry = page.Document.QuerySelectorAll(".timeline li").First(item => item.QuerySelector("h2 code")!.TextContent == name);
        var calendar = await browser.Open(entry.QuerySelector("a[href*=asOf]")!.GetAttribute("href")!);
        Assert.Equal(HttpStatusCode.OK, calendar.Status);
        return calendar.Document.QuerySelectorAll(".times time").Any(time => InstantPattern.General.Parse(time.GetAttribute("datetime")!).Value == at);
    }
}
