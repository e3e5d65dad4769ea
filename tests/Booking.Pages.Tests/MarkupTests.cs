using Booking.Service.Tests.Web;
using Booking.Testing;
using Xunit;

namespace Booking.Pages.Tests;

/// <summary>What the pages are made of: HTML as its makers mean it, and little of it.</summary>
public sealed class MarkupTests(PagesFixture service) : IClassFixture<PagesFixture>
{
    const int MostPageBytes = 100 * 1024, MostScriptBytes = 20 * 1024;

    static readonly NodePackages Node = new("pages-node", "html-validate@10.17.0");

    [Fact]
    public async Task Every_page_is_valid_HTML()
    {
        var folder = Directory.CreateTempSubdirectory("pages-").FullName;
        try
        {
            foreach (var (who, address) in await PagesWorld.Addresses(service))
            {
                using var browser = service.Browse(who);
                using var answer = await browser.Http.GetAsync(address, TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(Path.Combine(folder, Name(who, address)), await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            }

            var said = await Node.Run("validate.mjs", folder);
            Assert.True(said.Length == 0, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_is_small_and_fetches_nothing_from_anybody_else()
    {
        List<string> wrong = [];
        foreach (var (who, address) in await PagesWorld.Addresses(service))
        {
            using var browser = service.Browse(who);
            browser.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
            using var answer = await browser.Http.GetAsync(address, TestContext.Current.CancellationToken);
            var bytes = (await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
            if (bytes > MostPageBytes)
                wrong.Add($"{address}: {bytes} bytes");
            browser.Http.DefaultRequestHeaders.AcceptEncoding.Clear();
            var page = await browser.Open(address);
            var scripts = page.Document.QuerySelectorAll("script[src]").Select(script => script.GetAttribute("src")!).ToList();
            wrong.AddRange(scripts.Concat(page.Document.QuerySelectorAll("link[href], img[src], source[src]").Select(part => part.GetAttribute("href") ?? part.GetAttribute("src")!))
                .Where(part => !part.StartsWith('/') && !part.StartsWith("data:", StringComparison.Ordinal)).Select(part => $"{address}: {part}"));
            browser.Http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
            var script = 0;
            foreach (var part in scripts)
                script += (await browser.Http.GetByteArrayAsync(part, TestContext.Current.CancellationToken)).Length;
            if (script > MostScriptBytes)
                wrong.Add($"{address}: {script} bytes of script");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    static string Name(string who, string address) => $"{who}{string.Concat(address.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}.html";
}
