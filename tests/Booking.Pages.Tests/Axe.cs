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

    static readonly int[] Widths = [1280, 320];

    /// <summary>Looks at the page in a wide window and on a narrow telephone.</summary>
    /// <returns>What is wrong with it, a line each.</returns>
    public static async Task<IReadOnlyList<string>> Look(IPage page, string where)
    {
        List<string> wrong = [];
        foreach (var width in Widths)
        {
            await page.SetViewportSizeAsync(width, 900);
            wrong.AddRange((await Violations(page)).Select(violation => $"{where} at {width}: {violation}"));
            if (await Overflow(page) is > 0 and var pixels)
                wrong.Add($"{where} at {width}: {pixels} pixels too wide");
        }

        return wrong;
    }

    static async Task<IReadOnlyList<string>> Violations(IPage page)
    {
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
            await page.EvaluateAsync(Source);
        return (await page.EvaluateAsync<JsonElement>(Run)).Deserialize<string[]>()!;
    }

    // How many pixels the page is wider than what it is shown on; tables scroll within it.
    static Task<int> Overflow(IPage page) => page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
}
