using System.Diagnostics;
using Xunit;

namespace Booking.Pages.Tests;

/// <summary>Nobody is shut out: axe-core finds nothing on any page, and nothing runs off a narrow screen.</summary>
public abstract class AccessibilityTests(PagesFixture service, Chromium chromium, ITestOutputHelper output, string language, bool scripts = true)
{
    [Fact]
    public async Task Every_page_can_be_read_by_everybody()
    {
        List<string> wrong = [];
        foreach (var pages in (await PagesWorld.Addresses(service)).GroupBy(page => page.Who))
        {
            var page = await chromium.Open(service, new(language, Cookie: service.Session(pages.Key), Scripts: scripts));
            foreach (var (_, address) in pages)
            {
                var began = Stopwatch.GetTimestamp();
                var answer = await page.GotoAsync(address);
                if (answer!.Status != 200 && address != "/nothing")
                    wrong.Add($"{address}: {answer.Status}");
                wrong.AddRange(await Axe.Look(page, $"{address} in {language}"));
                output.WriteLine($"{address} {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");
            }

            await page.Context.CloseAsync();
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}

// A class a language, so that they are looked at side by side. Scripts are off in one of them: so each page is looked at both ways.
public sealed class EnglishAccessibilityTests(PagesFixture service, Chromium chromium, ITestOutputHelper output) : AccessibilityTests(service, chromium, output, "en"), IClassFixture<PagesFixture>;

public sealed class ArabicAccessibilityTests(PagesFixture service, Chromium chromium, ITestOutputHelper output) : AccessibilityTests(service, chromium, output, "ar", scripts: false), IClassFixture<PagesFixture>;

public sealed class UrduAccessibilityTests(PagesFixture service, Chromium chromium, ITestOutputHelper output) : AccessibilityTests(service, chromium, output, "ur"), IClassFixture<PagesFixture>;
