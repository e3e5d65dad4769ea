using Booking.Service.Tests;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(Booking.Pages.Tests.Chromium))]

namespace Booking.Pages.Tests;

/// <summary>
/// One browser for all tests: Debian's Chromium, without a window. A developer's machine without one skips the tests and says so; a build server never does.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    const int PatienceMilliseconds = 30_000;

    static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    IPlaywright? playwright;
    IBrowser? browser;

    public IBrowser Browser => browser ?? throw new InvalidOperationException("There is no browser.");

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") is null or "", "Chromium is needed to look at pages (Debian: apt-get install chromium)");
            throw new InvalidOperationException("A build server needs Chromium.");
        }

        playwright = await Playwright.CreateAsync();
        // A container has neither the right to make sandboxes nor much shared memory; nothing but our own pages is opened.
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    /// <summary>A person at a browser of their own: cookies are theirs alone.</summary>
    public async Task<IPage> Open(ServiceFixture service, View? how = null)
    {
        var view = how ?? new View();
        var context = await Browser.NewContextAsync(new()
        {
            BaseURL = service.Node.Client().BaseAddress!.AbsoluteUri, TimezoneId = view.Zone,
            ViewportSize = new() { Width = view.Width, Height = 900 }, Locale = view.Language, ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(PatienceMilliseconds);
        if (view.Cookie is { } cookie)
        {
            var (name, value) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..]);
            await context.AddCookiesAsync([new() { Name = name, Value = value, Url = service.Node.Client().BaseAddress!.AbsoluteUri }]);
        }

        // As if they had not arrived: with scripts switched off altogether, nothing could look at the page either.
        if (!view.Scripts)
            await context.RouteAsync("**/*.js", route => route.AbortAsync());
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }

    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}

/// <summary>How somebody looks at pages.</summary>
/// <param name="Width">In CSS pixels.</param>
/// <param name="Zone">What the browser says of the time zone.</param>
/// <param name="Cookie">Of a session, as <c>name=value</c>; null: not signed in.</param>
public sealed record View(string Language = "en", int Width = 1280, bool Scripts = true, string Zone = "Asia/Dubai", string? Cookie = null);
