using System.Text.RegularExpressions;
using Booking.Contracts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Microsoft.Playwright;
using NodaTime;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Booking.Pages.Tests;

/// <summary>What patients do, in a real browser against the real service and a provider that plays along.</summary>
public sealed partial class PatientWalkTests(PagesFixture service, Chromium chromium) : IClassFixture<PagesFixture>
{
    [Fact]
    public async Task A_patient_books_pays_moves_and_cancels()
    {
        var page = await chromium.Open(service, new(Cookie: service.Session(Roles.Patient)));
        await Choose(page);
        await page.Locator("#reason").FillAsync("A cough that will not go");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("A cough that will not go");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book and go on to pay" }).ClickAsync();

        // The provider's page opens by itself; back from there is the visit, and not a form that was sent.
        await page.Locator("button[value=pay]").WaitForAsync();
        await page.GoBackAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your visit");
        await page.Locator("a.button[href$='/pay']").ClickAsync();
        await page.Locator("button[value=pay]").ClickAsync();
        await page.WaitForURLAsync(OwnVisit());
        await Expect(page.Locator("h1")).ToHaveTextAsync("Payment received");
        var visit = await Visit(page);

        await page.GotoAsync($"/visits/{visit.Id}");
        await Expect(page.Locator(".badge").First).ToHaveTextAsync("Confirmed");
        await page.GetByRole(AriaRole.Link, new() { Name = "Move" }).ClickAsync();
        await page.Locator("#times li a").Last.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Move the visit" }).ClickAsync();
        await page.WaitForURLAsync(new Regex($"/visits/{visit.Id}$", RegexOptions.None, Patience));
        var moved = await Visit(page);
        Assert.Equal((visit.Id, AppointmentStatus.Confirmed), (moved.Id, moved.Status));
        Assert.NotEqual(visit.Start, moved.Start);

        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("USD 200.00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the visit" }).ClickAsync();
        await page.WaitForURLAsync(new Regex($"/visits/{visit.Id}$", RegexOptions.None, Patience));
        await service.Clinic.Until(moved, AppointmentStatus.Refunded);
        await page.ReloadAsync();
        await Expect(page.Locator(".badge").First).ToHaveTextAsync("Cancelled and refunded");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_two_browsers_one_gets_the_time_and_the_other_the_nearest_with_what_they_typed()
    {
        var (first, second) = (await chromium.Open(service, Somebody()), await chromium.Open(service, Somebody()));
        await Task.WhenAll(Calendar(first), Calendar(second));
        var start = await first.Locator(".chosen button.pick").First.GetAttributeAsync("value");
        await Task.WhenAll(Press(first, start!), Press(second, start!));

        await Task.WhenAll(first.Locator("h1").WaitForAsync(), second.Locator("h1").WaitForAsync());
        var (winner, loser) = first.Url.Contains("/holds/", StringComparison.Ordinal) && !first.Url.EndsWith("/hold", StringComparison.Ordinal) ? (first, second) : (second, first);
        await Expect(winner.Locator("h1")).ToHaveTextAsync("Your details");
        await Expect(loser.GetByRole(AriaRole.Alert)).ToContainTextAsync("Somebody else");
        await Expect(loser.Locator("button[name=start]")).ToHaveCountAsync(3);

        await loser.Locator("button[name=start]").First.ClickAsync();
        await Expect(loser.Locator("h1")).ToHaveTextAsync("Your details");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_hold_that_runs_out_while_somebody_types_loses_nothing_that_was_typed()
    {
        var page = await chromium.Open(service, Somebody());
        await Choose(page);
        await page.Locator("#reason").FillAsync("Typed very slowly");
        await service.PassTime(Duration.FromMinutes(11));
        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync("This time is no longer kept for you");
        await page.Locator("button[name=start]").First.ClickAsync();
        await Expect(page.Locator("#reason")).ToHaveValueAsync("Typed very slowly");
    }

    [Fact]
    public async Task Without_scripts_a_patient_books_and_pays_all_the_same()
    {
        var who = Guid.NewGuid();
        var page = await chromium.Open(service, new(Cookie: Tokens.Cookie(service.Services, who, Roles.Patient, doctor: null), Scripts: false));
        await Choose(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Check your answers" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Book and go on to pay" }).ClickAsync();

        // The browser has scripts, they did not arrive: it does not heed what is there for readers without. So they look again themselves.
        var client = service.Node.As(Roles.Patient, who);
        await Waiting.Until(async () => (await client.Appointments()).Value.Items is [{ Payment.CheckoutUrl: not null }], "the provider's page");
        var visit = (await client.Appointments()).Value.Items[0];
        var again = await page.Context.NewPageAsync();
        await again.GotoAsync($"/visits/{visit.Id}/pay", new() { WaitUntil = WaitUntilState.Commit });
        await again.Locator("button[value=pay]").ClickAsync();
        await again.WaitForURLAsync(OwnVisit());
        await service.Clinic.Until(visit, AppointmentStatus.Confirmed);
    }

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    View Somebody() => new(Cookie: Tokens.Cookie(service.Services, Guid.NewGuid(), Roles.Patient, doctor: null));

    /// <summary>From the calendar to a held time.</summary>
    async Task Choose(IPage page)
    {
        await Calendar(page);
        await page.Locator(".chosen button.pick").First.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Your details");
    }

    Task<IResponse?> Calendar(IPage page) =>
        page.GotoAsync($"/doctors/{service.DoctorId}/times?date={service.Now.InUtc().Date.PlusDays(5).ToString("uuuu-MM-dd", null)}&type=standard");

    static Task Press(IPage page, string start) => page.Locator($"button.pick[value='{start}']").ClickAsync();

    async Task<AppointmentAnswer> Visit(IPage page) => (await service.Desk().Appointment(Guid.Parse(new Uri(page.Url).Segments[2].Trim('/')))).Value;

    [GeneratedRegex("/visits/[0-9a-f-]+(?:/paid)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OwnVisit();
}
