using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Web.Finding;

/// <summary>From the start page to a time, for somebody who has no account.</summary>
public sealed class FindingTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    readonly Browser anybody = Browser.Anonymous(service);

    [Fact]
    public async Task Three_clicks_lead_from_the_start_page_to_a_free_time()
    {
        var start = await anybody.Open("/");
        var cardiologists = await start.Follow("Cardiology");
        var picked = await cardiologists.Follow("Next free");

        Assert.Contains("specialty=Cardiology", cardiologists.Address.Query, StringComparison.Ordinal);
        Assert.Contains("You have chosen", picked.Of("#picked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_are_shown_as_they_were_typed()
    {
        var page = await (await anybody.Open("/doctors")).Press("Search", ("specialty", "Cardiology"), ("language", "Arabic"), ("maxFee", "200.00"), ("currency", "USD"));

        Assert.Equal(["Dr. Sarah Ahmed"], page.AllOf(".card h2"));
        Assert.Equal("200.00", page.Find("#maxFee").GetAttribute("value"));
        Assert.Contains("maxFee=200.00", page.Address.Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_a_filter_is_told_beside_it()
    {
        var page = await anybody.Open("/doctors?maxFee=200&query=a");
        var number = await anybody.Open("/doctors?maxFee=cheap&currency=USD");

        Assert.Equal((HttpStatusCode.BadRequest, "Choose the currency of the fee."), (page.Status, page.Of("#currency-error").Replace("Error: ", "", StringComparison.Ordinal)));
        Assert.Contains("such as 150", number.Of("#maxFee-error"), StringComparison.Ordinal);
        Assert.StartsWith("Error: ", page.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_nobody_fits_the_page_says_what_to_leave_out()
    {
        var nobody = await anybody.Open("/doctors?specialty=Cardiology&language=Klingon");

        var loosened = await nobody.Follow("any language");

        Assert.Contains("No doctor matches", nobody.Of(".notice"), StringComparison.Ordinal);
        Assert.NotEmpty(loosened.AllOf(".card h2"));
    }

    [Fact]
    public async Task A_doctor_tells_fees_languages_and_what_goes_back_in_words_of_every_language()
    {
        var english = await anybody.Open($"/doctors/{DemoAccounts.Doctor}");
        var arabic = await Browser.Anonymous(service).Reading("ar").Open($"/doctors/{DemoAccounts.Doctor}");

        Assert.Contains("USD 200.00", english.Text, StringComparison.Ordinal);
        Assert.Contains("24 hours or more before the start: you get everything back", english.Text, StringComparison.Ordinal);
        Assert.Contains("يعود إليك كل ما دفعته", arabic.Text, StringComparison.Ordinal);
        Assert.Equal("rtl", arabic.Document.DocumentElement.GetAttribute("dir"));
    }

    [Fact]
    public async Task The_calendar_has_the_times_of_the_chosen_day_and_the_number_of_each()
    {
        var clinic = await Clinic.Open(service);
        var day = clinic.Today.PlusDays(3);
        var free = (await clinic.Slots(from: day, days: 1)).Count;

        var page = await anybody.In("UTC").Open($"/doctors/{clinic.Doctor}/times?date={LocalDatePattern.Iso.Format(day)}");

        Assert.Equal(free, page.Document.QuerySelectorAll(".chosen .pick").Length);
        Assert.Equal($"{day.Day}{free} free", page.Of(".month-grid a[aria-current]"));
        Assert.Contains("12:00 noon", page.AllOf(".chosen .pick"));
        _ = (await clinic.Hold(service.Patient(), (await clinic.Free(from: day, days: 1))[0])).Value;
        Assert.Equal(free - 1, (await anybody.Open(page.Address.PathAndQuery)).Document.QuerySelectorAll(".chosen .pick").Length);
    }

    [Fact]
    public async Task Times_are_in_the_zone_of_whoever_looks_and_that_of_the_doctor_is_named_when_it_is_another()
    {
        var clinic = await Clinic.Open(service);
        var address = $"/doctors/{clinic.Doctor}/times?date={LocalDatePattern.Iso.Format(clinic.Today.PlusDays(3))}";
        var (here, there) = (await anybody.In("UTC").Open(address), await Browser.Anonymous(service).In("Asia/Kathmandu").Open(address));

        Assert.DoesNotContain("The doctor is in", here.Of("#zone-told"), StringComparison.Ordinal);
        Assert.Contains("Asia/Kathmandu, UTC+5:45", there.Of("#zone-told"), StringComparison.Ordinal);
        Assert.Contains("The doctor is in UTC", there.Of("#zone-told"), StringComparison.Ordinal);
        Assert.Contains("5:15 AM", there.AllOf(".pick"));
    }

    [Theory]
    [InlineData("?date=tomorrow", HttpStatusCode.BadRequest)]
    [InlineData("?date=9999-12-31", HttpStatusCode.BadRequest)]
    [InlineData("?date=0001-01-01&start=9999-12-31T23:59:59Z", HttpStatusCode.BadRequest)]
    [InlineData("?month=9999-12&type=nothing&start=now", HttpStatusCode.OK)]
    [InlineData("?month=-1", HttpStatusCode.OK)]
    public async Task No_address_of_a_calendar_is_too_odd(string query, HttpStatusCode status) =>
        Assert.Equal(status, (await anybody.Open($"/doctors/{DemoAccounts.Doctor}/times{query}")).Status);

    [Fact]
    public async Task A_script_gets_the_calendar_alone()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/doctors/{DemoAccounts.Doctor}/times");
        request.Headers.Add("HX-Request-Type", "partial");

        var part = await (await anybody.Http.SendAsync(request, TestContext.Current.CancellationToken)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("<div id=\"calendar\"", part.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("/availability/live?from=", part, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_signs_in_on_the_way_finds_the_time_that_they_had_chosen()
    {
        var clinic = await Clinic.Open(service);
        var asked = await (await anybody.In("Asia/Dubai").Open($"/doctors/{clinic.Doctor}/times?date={LocalDatePattern.Iso.Format(clinic.Today.PlusDays(2))}")).Press(".chosen .pick");

        var back = await asked.Press("Sign in", ("email", DemoAccounts.PatientEmail), ("password", DemoAccounts.Password));
        var held = await back.Press("Hold this time");

        Assert.Equal("/account/sign-in", asked.Address.AbsolutePath);
        Assert.Contains("12:00 midnight", back.Of("#picked"), StringComparison.Ordinal);
        Assert.StartsWith("/holds/", held.Address.AbsolutePath, StringComparison.Ordinal);
    }
}
