using System.Net;
using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Web.SigningIn;

/// <summary>Registering, forgetting, and what people change of their own account, as a browser without scripts does it.</summary>
public sealed class AccountPagesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Secret = "quiet purple lamp";

    BookingClient Client => new(service.Http());

    [Fact]
    public async Task Somebody_registers_and_after_signing_in_is_where_they_wanted_to_go()
    {
        using var browser = Browser.Anonymous(service);
        var form = await (await browser.Open("/account/sign-in?next=%2Fdoctors%3Fquery%3Dear")).Follow("Create an account");
        var wrong = await form.Press("Create account", ("fullName", "<script>Zoë"), ("email", "zoe@demo.test"), ("phone", "12"), ("password", "short"), ("timeZone", "Asia/Dubai"));
        Assert.Equal((HttpStatusCode.BadRequest, "<script>Zoë"), (wrong.Status, wrong.Find("#fullName").GetAttribute("value")));
        Assert.Equal(["password", "phone"], wrong.Document.QuerySelectorAll("[aria-invalid]").Select(field => field.Id!).Order());
        Assert.Null(wrong.Find("#password").GetAttribute("value"));

        var signIn = await wrong.Press("Create account", ("phone", "+971 50-123 45 67"), ("password", Secret));
        Assert.Equal("Your account is made. You can sign in now.", signIn.Of("[role=status]"));
        var there = await signIn.Press("Sign in", ("email", "zoe@demo.test"), ("password", Secret));

        Assert.Equal("/doctors?query=ear", there.Address.PathAndQuery);
        Assert.Equal("Asia/Dubai", Uri.UnescapeDataString(browser.Cookies.GetAllCookies()["zone"]!.Value));
    }

    [Fact]
    public async Task Outside_Development_a_link_is_confirmed_by_a_button_and_not_by_being_opened()
    {
        await using var production = service.Start(Environments.Production);
        using var browser = new Browser(production);
        var sent = await (await browser.Open("/account/register")).Press("Create account", ("fullName", "Ann"), ("email", "ann.link@demo.test"), ("phone", "+971501234567"), ("password", Secret), ("timeZone", "UTC"));
        Assert.Equal("/account/check-mail", sent.Address.AbsolutePath);
        var link = await Link("ann.link@demo.test");

        var page = await browser.Open(link);
        var tooEarly = await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", "ann.link@demo.test"), ("password", Secret));
        var confirmed = await page.Press("Confirm my address");
        var home = await confirmed.Press("Sign in", ("email", "ann.link@demo.test"), ("password", Secret));

        Assert.Equal(HttpStatusCode.BadRequest, tooEarly.Status);
        Assert.Contains("is confirmed", confirmed.Of("[role=status]"), StringComparison.Ordinal);
        Assert.Contains("Sign out", home.Of("header"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await (await browser.Open(link + "x")).Press("Confirm my address")).Status);
    }

    [Fact]
    public async Task A_forgotten_password_is_set_anew_by_the_mailed_link_and_nobody_learns_who_has_an_account()
    {
        await Client.Register(new("lost@demo.test", Secret, "Lost", "+971501234567", "UTC"));
        using var browser = Browser.Anonymous(service);

        var known = await (await browser.Open("/account/forgot")).Press("Send the link", ("email", "lost@demo.test"));
        var unknown = await (await browser.Open("/account/forgot")).Press("Send the link", ("email", "nobody.at.all@demo.test"));
        Assert.Equal((known.Address, known.Text), (unknown.Address, unknown.Text));

        var mail = (await Client.Mail()).Value.Items.First(mail => mail.To == "lost@demo.test").Text;
        var link = mail.Split('\n').First(line => line.Contains("/account/reset?", StringComparison.Ordinal));
        Assert.StartsWith(browser.Http.BaseAddress!.AbsoluteUri, link, StringComparison.Ordinal);
        var page = await browser.Open(link);
        Assert.DoesNotContain("lost@demo.test", page.Address.ToString(), StringComparison.Ordinal);
        var weak = await page.Press("Set password", ("newPassword", "short"));
        var done = await weak.Press("Set password", ("newPassword", "another quiet lamp"));
        Assert.Equal((HttpStatusCode.BadRequest, "newPassword"), (weak.Status, weak.Find("[aria-invalid]").Id));
        Assert.Contains("Get another link", (await page.Press("Set password", ("newPassword", "yet another lamp here"))).Text, StringComparison.Ordinal);
        Assert.Contains("Sign out", (await done.Press("Sign in", ("email", "lost@demo.test"), ("password", "another quiet lamp"))).Of("header"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_link_is_said_to_be_old()
    {
        await Client.Register(new("late@demo.test", Secret, "Late", "+971501234567", "UTC"));
        using var browser = Browser.Anonymous(service);
        await (await browser.Open("/account/forgot")).Press("Send the link", ("email", "late@demo.test"));
        var mail = (await Client.Mail()).Value.Items.First(mail => mail.To == "late@demo.test").Text;
        var page = await browser.Open(mail.Split('\n').First(line => line.Contains("/account/reset?", StringComparison.Ordinal)));

        _ = await page.Press("Set password", ("newPassword", "another quiet lamp"));
        var late = await page.Press("Set password", ("newPassword", "yet another lamp here"));

        Assert.Contains("used up or too old", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_telephone_number_may_be_typed_in_Arabic_digits_and_begin_with_two_zeros()
    {
        using var browser = Browser.Anonymous(service);
        await (await browser.Open("/account/register")).Press(
            "Create account", ("fullName", "علي ٢"), ("email", "ali.digits@demo.test"), ("phone", "\u200e٠٠٩٧١ ٥٠-١٢٣ ٤٥ ٦٧"), ("password", Secret), ("timeZone", "Asia/Dubai"));
        await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", "ali.digits@demo.test"), ("password", Secret));

        var profile = await browser.Open("/account/profile");

        Assert.Equal(("علي ٢", "+971501234567"), (profile.Find("#fullName").GetAttribute("value"), profile.Find("#phone").GetAttribute("value")));
    }

    [Fact]
    public async Task Mail_and_profile_of_the_demo_patient_are_in_one_zone()
    {
        using var browser = Browser.Anonymous(service);
        await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", DemoAccounts.PatientEmail), ("password", DemoAccounts.Password));

        // What sign-in takes over is the account's zone, which is the one of its mails.
        Assert.Equal("Asia/Dubai", Uri.UnescapeDataString(browser.Cookies.GetAllCookies()["zone"]!.Value));
    }

    [Fact]
    public async Task A_changed_password_ends_all_other_sessions_and_signing_out_everywhere_this_one_too()
    {
        await Client.Register(new("twice@demo.test", Secret, "Twice", "+971501234567", "UTC"));
        await using var node = service.Start(Environments.Development, ("Accounts:StampSeconds", "0"));
        using Browser here = new(node), elsewhere = new(node);
        foreach (var browser in (Browser[])[here, elsewhere])
            await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", "twice@demo.test"), ("password", Secret));

        var wrong = await (await here.Open("/account/password")).Press("Change password", ("oldPassword", "not this one"), ("newPassword", "another quiet lamp"));
        var done = await wrong.Press("Change password", ("oldPassword", Secret), ("newPassword", "another quiet lamp"));

        Assert.Equal((HttpStatusCode.BadRequest, "oldPassword"), (wrong.Status, wrong.Find("[aria-invalid]").Id));
        Assert.Equal(("/account", "My account"), (done.Address.AbsolutePath, done.Of("h1")));
        Assert.Equal("/account/sign-in", (await elsewhere.Open("/account")).Address.AbsolutePath);
        Assert.Equal("You are signed out on all devices.", (await done.Press("Sign out on all devices")).Of("[role=status]"));
        Assert.Equal("/account/sign-in", (await here.Open("/account")).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_patient_puts_their_details_right_and_hears_of_a_change_in_between()
    {
        await Client.Register(new("moved@demo.test", Secret, "Moved", "+971501234567", "Asia/Dubai"));
        using var browser = Browser.Anonymous(service);
        await (await browser.Open("/account/sign-in")).Press("Sign in", ("email", "moved@demo.test"), ("password", Secret));
        var (first, second) = (await browser.Open("/account/profile"), await browser.Open("/account/profile"));

        var saved = await first.Press("Save", ("fullName", "Moved Again"), ("timeZone", "Asia/Karachi"), ("language", "ur"));
        var late = await second.Press("Save", ("fullName", "Too Late"));

        Assert.Equal(("ur", "Moved Again"), (saved.Document.DocumentElement.GetAttribute("lang"), saved.Find("#fullName").GetAttribute("value")));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "Too Late"), (late.Status, late.Find("#fullName").GetAttribute("value")));
        Assert.True(late.Has("#summary"));
        var notices = await browser.Reading("en").Open("/account/notifications");
        var without = await notices.Press("Save", ("sms", null));
        Assert.Equal((true, false), (without.Has("[name=reminders][checked]"), without.Has("[name=sms][checked]")));
    }

    // Where mail leaves the service for good, the link is made here as it is made there.
    async Task<string> Link(string email)
    {
        await using var scope = service.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        return await ConfirmationLink.For(accounts, (await accounts.FindByEmailAsync(email))!);
    }
}
