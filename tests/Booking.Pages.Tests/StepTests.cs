using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace Booking.Pages.Tests;

/// <summary>What is shown only on the way through a form, and has no address to be opened by: nobody is shut out there either.</summary>
public sealed class StepTests(PagesFixture service, Chromium chromium) : IClassFixture<PagesFixture>
{
    readonly List<string> wrong = [];

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("ur")]
    public async Task The_steps_of_a_booking_can_be_read_by_everybody(string language)
    {
        var page = await chromium.Open(service, new(language, Cookie: Tokens.Cookie(service.Services, Guid.NewGuid(), Roles.Patient, doctor: null)));
        // It stays on the page that leads to the provider's.
        await page.RouteAsync(address => !address.StartsWith(service.Node.Client().BaseAddress!.AbsoluteUri, StringComparison.Ordinal), route => route.AbortAsync("aborted"));
        var times = $"/doctors/{service.DoctorId}/times?date={service.Now.InUtc().Date.PlusDays(5).ToString("uuuu-MM-dd", null)}&type=standard";
        await page.GotoAsync(times);
        var taken = await page.Locator(".chosen button.pick").Last.GetAttributeAsync("value");
        _ = (await service.Patient().Hold(new(service.DoctorId, NodaTime.Text.InstantPattern.ExtendedIso.Parse(taken!).Value, AppointmentType.Standard))).Value;
        await page.Locator($"button.pick[value='{taken}']").ClickAsync();
        await Look(page, "somebody was faster");

        await page.GotoAsync(times);
        await page.Locator(".chosen button.pick").First.ClickAsync();
        await page.Locator("#couponCode").FillAsync("NO-SUCH-CODE");
        await Send(page, "/check");
        await Look(page, "a coupon that does not hold");
        await page.Locator("#couponCode").FillAsync("");
        await Send(page, "/check");
        await Look(page, "check your answers");
        await Send(page, "/book");
        await page.Locator("#pay[data-go]").WaitForAsync();
        await Look(page, "on the way to the provider");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    [InlineData("ur")]
    public async Task The_steps_of_a_sign_in_can_be_read_by_everybody(string language)
    {
        var email = await WithSecondFactor();
        var page = await chromium.Open(service, new(language));
        await page.GotoAsync("/account/sign-in");
        await SignIn(page, email, "not the password");
        await Look(page, "a wrong password");
        await SignIn(page, email, DemoAccounts.Password);
        await page.WaitForURLAsync("**/account/sign-in/code");
        await Look(page, "the second step");
        await page.Locator("#code").FillAsync("000000");
        await Send(page, "/account/sign-in/code");
        await Look(page, "a wrong code");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    async Task Look(IPage page, string where) => wrong.AddRange(await Axe.Look(page, where));

    static async Task SignIn(IPage page, string email, string password)
    {
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(password);
        await Send(page, "/account/sign-in");
    }

    static Task Send(IPage page, string action) => page.Locator($"main form[action$='{action}'] button[type=submit]:not([formaction]):not(.hidden)").First.ClickAsync();

    async Task<string> WithSecondFactor()
    {
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var email = $"{Guid.NewGuid():N}@demo.test";
        var account = new Account { UserName = email, Email = email, EmailConfirmed = true };
        Assert.True((await accounts.CreateAsync(account, DemoAccounts.Password)).Succeeded);
        await accounts.ResetAuthenticatorKeyAsync(account);
        await accounts.SetTwoFactorEnabledAsync(account, enabled: true);
        return email;
    }
}
