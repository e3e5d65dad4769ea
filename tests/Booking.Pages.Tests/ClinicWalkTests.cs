using System.Text.RegularExpressions;
using Booking.Contracts;
using Booking.Service.Accounts;
using Booking.Service.Hosting;
using Booking.Service.Tests;
using Microsoft.Playwright;
using NodaTime;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Booking.Pages.Tests;

/// <summary>What the desk and ops do, in a real browser.</summary>
public sealed partial class ClinicWalkTests(PagesFixture service, Chromium chromium) : IClassFixture<PagesFixture>
{
    [Fact]
    public async Task The_desk_books_for_a_caller_by_keyboard_alone()
    {
        var start = (await service.Clinic.Free())[2];
        var page = await chromium.Open(service, new(Cookie: service.Session(Roles.FrontDesk)));
        await page.GotoAsync($"/desk/day?doctor={service.DoctorId}&date={start.InUtc().Date.ToString("uuuu-MM-dd", null)}");
        await page.Locator($"[data-cell][href*='start={Written(start)}']").First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#query")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(DemoAccounts.PatientEmail);
        await Expect(page.Locator("input[type=radio][name=patientId]").First).ToBeVisibleAsync();
        await TabTo(page, "input[name=patientId]");
        await page.Keyboard.PressAsync(" ");
        await TabTo(page, "button:text-is('Book')");
        await page.Keyboard.PressAsync("Enter");

        await page.WaitForURLAsync(Day());
        await Expect(page.Locator(".chosen")).ToContainTextAsync("Amina Demo");
        Assert.Contains((await service.DemoPatient().Appointments()).Value.Items, visit => visit.Start == start);
    }

    [Fact]
    public async Task The_desk_sees_within_two_seconds_what_happens_elsewhere()
    {
        var start = (await service.Clinic.Free())[6];
        var page = await chromium.Open(service, new(Cookie: service.Session(Roles.FrontDesk)));
        await page.GotoAsync($"/desk/day?doctor={service.DoctorId}&date={start.InUtc().Date.ToString("uuuu-MM-dd", null)}", new() { WaitUntil = WaitUntilState.Load });
        var held = page.Locator("tr", new() { Has = page.Locator(".badge", new() { HasText = "Held" }) });
        await Expect(held).ToHaveCountAsync(0);
        _ = (await service.Clinic.Clinic.Hold(service.Patient(), start)).Value;
        await Expect(held).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Ops_rebuild_a_projection_while_patients_click()
    {
        using var over = new CancellationTokenSource();
        var clicks = Click(over.Token);
        var page = await chromium.Open(service, new(Cookie: service.Session(Roles.Ops)));
        await page.GotoAsync("/console/projections");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rebuild payments" }).ClickAsync();
        await Expect(page.Locator("#projection-payments .rebuild .badge")).ToHaveTextAsync("done", new() { Timeout = 60_000 });

        await over.CancelAsync();
        Assert.True(await clicks > 0);
        await Invariants.Check(service);
    }

    /// <summary>Opens and pays visits until told to stop; each must go well.</summary>
    async Task<int> Click(CancellationToken stop)
    {
        var done = 0;
        foreach (var start in (await service.Clinic.Clinic.Free(from: service.Now.InUtc().Date.PlusDays(8), days: 1)).TakeWhile(_ => !stop.IsCancellationRequested))
        {
            _ = await service.Clinic.Clinic.Confirmed(service.Patient(), start);
            done++;
        }

        return done;
    }

    /// <summary>With the tab key, as somebody without a mouse.</summary>
    static async Task TabTo(IPage page, string selector)
    {
        const int farthest = 40;
        for (var press = 0; press < farthest; press++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator(selector).EvaluateAllAsync<bool>("all => all.includes(document.activeElement)"))
                return;
        }

        Assert.Fail($"The tab key never comes to {selector}.");
    }

    static string Written(Instant start) => NodaTime.Text.InstantPattern.ExtendedIso.Format(start);

    [GeneratedRegex("/desk/day", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Day();
}
