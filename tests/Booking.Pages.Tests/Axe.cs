using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Booking.Pages.Tests;

/// <summary>axe-core in a page: WCAG 2.2 AA and what its makers hold to be good practice.</summary>
static class Axe
{
    const string Run = """
        async () => (await axe.run(document, {
          resultTypes: ['violations'],
          runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] },
        })).violations.map(v => `${v.id}: ${v.help}: ` + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '))
        """;

    static readonly string Source = new BundledAxeScriptProvider().GetScript();

    /// <returns>What is wrong with the page as it is shown now, a line each.</returns>
    public static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Source);
        return (await page.EvaluateAsync<JsonElement>(Run)).Deserialize<string[]>()!;
    }

    /// <summary>How many pixels the page is wider than what it is shown on; tables scroll within it.</summary>
    public static Task<int> Overflow(IPage page) => page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
