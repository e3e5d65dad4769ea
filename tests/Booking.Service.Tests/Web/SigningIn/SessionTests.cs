using System.Net;
using Booking.Service.Accounts;
using Booking.Service.Web;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Web.SigningIn;

/// <summary>What a session in a browser is good for, and what it is not.</summary>
public sealed class SessionTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("/visits?page=2#top", "/visits?page=2#top")]
    [InlineData("/doctors?query=عين", "/doctors?query=%D8%B9%D9%8A%D9%86")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/.//evil.example", "/")]
    [InlineData("/a/..//evil.example", "/")]
    [InlineData("/a\\..\\\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/x\r\nSet-Cookie: a=b", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData(null, "/")]
    public void Nobody_is_led_away_from_here(string? address, string local) => Assert.Equal(local, Viewer.Local(address));

    [Fact]
    public async Task Signing_in_leads_to_no_other_site_and_its_cookie_is_for_this_one_alone()
    {
        using var browser = Browser.Anonymous(service);
        var page = await browser.Open("/account/sign-in?next=https%3A%2F%2Fevil.example%2F");
        using var answer = await browser.Http.PostAsync("/account/sign-in", new FormUrlEncodedContent(
        [
            new("token", page.Find("main [name=token]").GetAttribute("value")!), new("next", "//evil.example/%0d%0aX: y"),
            new("email", DemoAccounts.PatientEmail), new("password", DemoAccounts.Password),
        ]), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.SeeOther, "/"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        var session = answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith("booking-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", session, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", session, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain=", session, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/desk/visits/6f2d5c1e-0000-4000-8000-000000000001/complete", "/desk/visits/6f2d5c1e-0000-4000-8000-000000000001")]
    [InlineData("/desk/doctors/6f2d5c1e-0000-4000-8000-000000000001/settings/coupons/SPRING/remove", "/desk/doctors/6f2d5c1e-0000-4000-8000-000000000001/settings/coupons")]
    [InlineData("/console/projections/appointments/rebuild", "/console/projections")]
    [InlineData("/visits/6f2d5c1e-0000-4000-8000-000000000001/cancel", "/visits/6f2d5c1e-0000-4000-8000-000000000001/cancel")]
    [InlineData("/account/security/enable", "/account/security")]
    public async Task Whose_session_ended_before_they_pressed_a_button_comes_back_to_a_page_that_there_is(string button, string page)
    {
        using var browser = Browser.Anonymous(service);
        using var answer = await browser.Http.PostAsync(button, new FormUrlEncodedContent([new("key", "1")]), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Found, "/account/sign-in?next=" + Uri.EscapeDataString(page)), (answer.StatusCode, new Uri(browser.Http.BaseAddress!, answer.Headers.Location!).PathAndQuery));
    }

    [Fact]
    public async Task A_cookie_counts_for_no_program_and_a_token_for_no_page()
    {
        using var browser = Browser.Ops(service);
        foreach (var path in (string[])["/api/accounts/me", "/ops/outbox", "/api/appointments"])
        {
            using var answer = await browser.Http.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, answer.StatusCode));
        }

        using var bearer = Browser.Anonymous(service);
        bearer.Http.DefaultRequestHeaders.Authorization = new("Bearer", Tokens.For(service.Services, DemoAccounts.Patient.Value, Roles.Patient, doctor: null));
        Assert.Equal("/account/sign-in", (await bearer.Open("/account")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_form_of_before_signing_in_or_of_somebody_else_is_out_of_date()
    {
        using Browser patient = Browser.Patient(service), other = Browser.As(service, Roles.Patient);
        var theirs = (await other.Open("/account/password")).Find("main [name=token]").GetAttribute("value");
        var page = await patient.Open("/account/password");

        foreach (var token in (string?[])[null, "", theirs])
        {
            var refused = await page.Press("Change password", ("token", token), ("oldPassword", DemoAccounts.Password), ("newPassword", "quiet purple lamp"));
            Assert.Equal((HttpStatusCode.BadRequest, "This form is out of date"), (refused.Status, refused.Of("h1")));
        }
    }

    [Fact]
    public async Task Whoever_guesses_too_often_reads_it_in_a_page()
    {
        await using var node = service.Start(Environments.Development, ("RateLimits:SignIn:PerMinute", "1"));
        using var browser = new Browser(node);
        var page = await browser.Open("/account/sign-in");
        await page.Press("Sign in", ("email", "nobody@demo.test"), ("password", "guess"));

        var refused = await page.Press("Sign in", ("email", "nobody@demo.test"), ("password", "guess again"));

        Assert.Equal((HttpStatusCode.TooManyRequests, true), (refused.Status, refused.Of("h1").StartsWith("That was too often", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Staff_are_led_to_their_second_factor_and_get_in_with_its_code_or_a_recovery_code_once()
    {
        var email = await Staff();
        await using var production = service.Start(Environments.Production, ("Accounts:StampSeconds", "0"));
        using var browser = new Browser(production);
        var signIn = await browser.Open("/account/sign-in?next=%2Fdesk");
        var security = await signIn.Press("Sign in", ("email", email), ("password", DemoAccounts.Password));
        Assert.Equal("/account/security", security.Address.AbsolutePath);
        Assert.Equal("/account/security", (await browser.Open("/console")).Address.AbsolutePath);

        var key = security.Of("code").Replace(" ", "", StringComparison.Ordinal);
        var wrong = await security.Press("Switch on", ("twoFactorCode", "12 34"));
        var codes = await wrong.Press("Switch on", ("twoFactorCode", OneTimeCode.Of(key)));
        Assert.Equal((HttpStatusCode.BadRequest, 10), (wrong.Status, codes.AllOf(".codes code").Count));
        Assert.False((await browser.Open("/account/security")).Has("[formaction]"));

        using var another = new Browser(production);
        var step = await (await another.Open("/account/sign-in")).Press("Sign in", ("email", email), ("password", DemoAccounts.Password));
        Assert.Equal("/account/sign-in/code", step.Address.AbsolutePath);
        var used = await step.Press("Continue", ("code", OneTimeCode.Of(key)));
        var inside = await step.Press("Continue", ("code", codes.AllOf(".codes code")[0].ToLowerInvariant()));
        Assert.Equal((HttpStatusCode.BadRequest, true), (used.Status, used.Of("#code-error").EndsWith("The code is wrong.", StringComparison.Ordinal)));
        Assert.Contains("Sign out", inside.Of("header"), StringComparison.Ordinal);
    }

    async Task<string> Staff()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var account = new Account { UserName = "new.desk@demo.test", Email = "new.desk@demo.test", EmailConfirmed = true };
        Assert.True((await accounts.CreateAsync(account, DemoAccounts.Password)).Succeeded);
        await accounts.AddToRoleAsync(account, Roles.FrontDesk);
        return account.Email;
    }
}
