using System.Globalization;
using Booking.Service.Hosting;
using Booking.Testing;
using Microsoft.Playwright;
using Xunit;

namespace Booking.Pages.Tests;

/// <summary>What <c>ops/pages</c> runs and <c>ops/test</c> does not: pictures for the documentation, and Lighthouse, which takes minutes and a quiet machine.</summary>
public sealed class ByHand(PagesFixture service, Chromium chromium, ITestOutputHelper output) : IClassFixture<PagesFixture>
{
    const int LeastAccessible = 98, LeastFast = 90;

    static readonly NodePackages Node = new("pages-node", "html-validate@10.17.0", "lighthouse@12.8.2");

    static readonly (string Name, string Who, string Address)[] Main =
    [
        ("start", "", "/"), ("directory", "", "/doctors"), ("doctor", "", "/doctors/{doctor}"), ("calendar", Roles.Patient, "/doctors/{doctor}/times?date={date}&type=standard"), ("hold", Roles.Patient, "/holds/{hold}"),
        ("visit", Roles.Patient, "/visits/{confirmed}"), ("visits", Roles.Patient, "/visits"), ("cancel", Roles.Patient, "/visits/{confirmed}/cancel"), ("day", Roles.FrontDesk, "/desk/day?doctor={doctor}&date={date}"),
        ("week", Roles.FrontDesk, "/desk/week?doctor={doctor}&date={date}"), ("book", Roles.FrontDesk, "/desk/book?doctor={doctor}&start={start}&type=standard"),
        ("schedule", Roles.Doctor, "/desk/doctors/{doctor}/settings/schedule"), ("console", Roles.Ops, "/console"), ("timeline", Roles.Ops, "/console/visits/{confirmed}"),
    ];

    [Theory(Explicit = true)]
    [InlineData("en")]
    [InlineData("ar")]
    public async Task Pictures_of_the_main_pages(string language)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "docs", "pages")).FullName;
        var names = await service.Names();
        foreach (var (name, who, address) in Main)
        {
            var page = await chromium.Open(service, new(language, Cookie: service.Session(who)));
            await page.GotoAsync(PagesWorld.Filled(address, names));
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.{language}.png"), Type = ScreenshotType.Png });
            await page.Context.CloseAsync();
        }
    }

    [Fact(Explicit = true)]
    public async Task Lighthouse_scores()
    {
        var (names, home, wrong) = (await service.Names(), service.Node.Client().BaseAddress!, 0);
        foreach (var pages in Main.GroupBy(page => page.Who))
        {
            var addresses = pages.Select(page => new Uri(home, PagesWorld.Filled(page.Address, names)).AbsoluteUri);
            var said = await Node.Run("lighthouse.mjs", [Chromium.Find()!, service.Session(pages.Key) ?? "-", .. addresses]);
            output.WriteLine(said);
            wrong += said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => Number(line, 0) < LeastAccessible || Number(line, 1) < LeastFast);
        }

        Assert.Equal(0, wrong);
    }

    static int Number(string line, int word) => int.Parse(line.Split(' ')[word], CultureInfo.InvariantCulture);
}
