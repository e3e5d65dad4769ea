using System.Net;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>What holds for every page: who opens it, what its headers say, which forms are taken.</summary>
public sealed class PageDoorTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_page_runs_no_script_but_its_files_and_is_kept_by_nobody()
    {
        using var browser = Browser.Anonymous(service);
        using var answer = await browser.Http.GetAsync("/", TestContext.Current.CancellationToken);

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var page = await browser.Open("/");
        Assert.Empty(page.Document.QuerySelectorAll("[style], style, script:not([src]), [onclick]"));
        Assert.All(page.Document.QuerySelectorAll("[src], link[href]"), element => Assert.StartsWith("/", element.GetAttribute("src") ?? element.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var browser = Browser.Anonymous(service);
        var page = await browser.Send(HttpMethod.Post, new(browser.Http.BaseAddress!, "/preferences"), new FormUrlEncodedContent([new("language", "ar")]));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Equal("This form is out of date", page.Of("h1"));
        Assert.DoesNotContain(browser.Cookies.GetAllCookies(), cookie => cookie.Name == "language");
    }

    [Theory]
    [InlineData("Dubai", "Asia/Dubai")]
    [InlineData("new york", "America/New_York")]
    [InlineData("Istanbul", "Europe/Istanbul")]
    [InlineData("asia/karachi", "Asia/Karachi")]
    [InlineData("Nowhere", null)]
    [InlineData("UTC+03:00", null)]
    public async Task A_zone_may_be_named_by_its_city_and_one_that_is_not_known_is_said_to_be_so(string typed, string? zone)
    {
        using var browser = Browser.Anonymous(service);

        var page = await (await browser.Open("/doctors?query=ear")).Press("Change", ("zone", typed));

        Assert.Equal(zone, browser.Cookies.GetAllCookies()["zone"] is { } kept ? Uri.UnescapeDataString(kept.Value) : null);
        Assert.Equal(zone is null ? HttpStatusCode.BadRequest : HttpStatusCode.OK, page.Status);
        if (zone is null)
            page = await page.Follow("Back to the page");
        Assert.Equal("/doctors?query=ear", page.Address.PathAndQuery);
    }

    [Fact]
    public async Task Who_is_signed_in_signs_in_by_a_form_and_out_by_another()
    {
        using var browser = Browser.Anonymous(service);
        var wrong = await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", DemoAccounts.PatientEmail), ("password", "not this one"));
        Assert.Equal((HttpStatusCode.BadRequest, DemoAccounts.PatientEmail), (wrong.Status, wrong.Find("#email").GetAttribute("value")));
        Assert.StartsWith("Error: ", wrong.Title, StringComparison.Ordinal);

        var home = await wrong.Press("Sign in", ("email", DemoAccounts.PatientEmail), ("password", DemoAccounts.Password));
        Assert.Contains("Sign out", home.Of("header"), StringComparison.Ordinal);
        Assert.DoesNotContain("Sign out", (await home.Press("Sign out")).Of("header"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_is_told_in_a_page_and_a_program_in_a_problem()
    {
        using var browser = Browser.Anonymous(service);
        var page = await browser.Reading("ar").Open("/nothing/here");
        Assert.Equal((HttpStatusCode.NotFound, "rtl"), (page.Status, page.Document.DocumentElement.GetAttribute("dir")));

        browser.Http.DefaultRequestHeaders.Accept.Clear();
        using var answer = await browser.Http.GetAsync("/nothing/here", TestContext.Current.CancellationToken);
        await answer.Problem(404, "not-found");
    }

    [Fact]
    public void Every_page_says_who_may_open_it() => Assert.Empty(
        from endpoint in service.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        select endpoint.RoutePattern.RawText);
}
