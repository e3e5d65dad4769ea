using System.Net;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Web.Consoles;

/// <summary>What is not there is said in words, beside what was asked for.</summary>
public sealed class NotFoundTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("abc", HttpStatusCode.BadRequest)]
    [InlineData("11111111-2222-3333-4444-555555555555", HttpStatusCode.NotFound)]
    public async Task What_is_no_visit_is_said_so_and_stays_to_be_mended(string id, HttpStatusCode status)
    {
        using var browser = Browser.Ops(service);

        var page = await browser.Open($"/console/visits?id={id}");

        Assert.Equal((status, id), (page.Status, page.Find("#id").GetAttribute("value")));
        Assert.Contains("This is no visit's id.", page.Of("#summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_from_before_there_was_the_doctor_says_so()
    {
        var clinic = await Clinic.Open(service);
        using var browser = Browser.Ops(service);
        var before = Uri.EscapeDataString(InstantPattern.General.Format(service.Now - Duration.FromDays(3000)));

        var page = await browser.Open($"/console/doctors/{clinic.Doctor}/calendar?asOf={before}");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("At that moment there was no such doctor.", page.Of("#summary"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_span_that_ends_before_it_begins_is_told_by_the_names_that_the_page_has()
    {
        var clinic = await Clinic.Open(service);
        using var browser = Browser.Ops(service);

        var page = await browser.Open($"/console/doctors/{clinic.Doctor}/calendar?from={clinic.Today:uuuu-MM-dd}&to={clinic.Today.PlusDays(-3):uuuu-MM-dd}");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("Last day shown: Must not be before the first day, and at most 62 days in all.", page.Of("#summary li"));
    }
}
