using System.Net;
using AngleSharp;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Booking.Service.Accounts;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>
/// A browser without scripts: it keeps cookies, follows redirects and links, and sends forms with everything that stands in them. One person's.
/// </summary>
public sealed class Browser : IDisposable
{
    const int MostRedirects = 5;

    readonly SocketsHttpHandler sockets = new() { AllowAutoRedirect = false, UseCookies = true, CookieContainer = new() };
    readonly ServiceFixture.Host node;

    public Browser(ServiceFixture.Host node)
    {
        this.node = node;
        Http = new(sockets) { BaseAddress = node.Client().BaseAddress };
        Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>For requests that no page makes.</summary>
    public HttpClient Http { get; }

    public CookieContainer Cookies => sockets.CookieContainer;

    /// <summary>Somebody of this role, by a cookie made here: no password is hashed for it.</summary>
    public static Browser As(ServiceFixture service, string role, Guid? account = null, Guid? doctor = null)
    {
        var browser = new Browser(service.Node);
        browser.Cookies.SetCookies(browser.Http.BaseAddress!, Tokens.Cookie(service.Services, account ?? Guid.NewGuid(), role, doctor));
        return browser;
    }

    public static Browser Anonymous(ServiceFixture service) => new(service.Node);
    public static Browser Patient(ServiceFixture service) => As(service, Roles.Patient, DemoAccounts.Patient.Value);
    public static Browser Desk(ServiceFixture service) => As(service, Roles.FrontDesk);
    public static Browser Ops(ServiceFixture service) => As(service, Roles.Ops);
    public static Browser Doctor(ServiceFixture service, Guid doctor) => As(service, Roles.Doctor, doctor: doctor);

    public Browser Reading(string language)
    {
        Cookies.SetCookies(Http.BaseAddress!, $"language={language}");
        return this;
    }

    public Browser In(string zone)
    {
        Cookies.SetCookies(Http.BaseAddress!, $"zone={Uri.EscapeDataString(zone)}");
        return this;
    }

    /// <summary>Opens an address, and where it leads to.</summary>
    public Task<Page> Open(string address) => Send(HttpMethod.Get, new(Http.BaseAddress!, address), content: null);

    public async Task<Page> Send(HttpMethod method, Uri address, HttpContent? content)
    {
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            using var request = new HttpRequestMessage(method, address) { Content = content };
            using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
            var next = answer.Headers.Location is { } location ? new Uri(address, location) : null;
            if (next is null || next.Authority != Http.BaseAddress!.Authority)
                return new(this, answer.StatusCode, next ?? address, await Read(answer));
            // Whoever is sent on goes by GET, as browsers do after 302 and 303.
            (method, address, content) = answer.StatusCode == HttpStatusCode.TemporaryRedirect ? (method, next, await Again(content)) : (HttpMethod.Get, next, null);
        }

        throw new InvalidOperationException($"{address} leads round in a circle.");
    }

    /// <summary>The same once more: after 307 a form is sent on as it stands.</summary>
    static async Task<HttpContent?> Again(HttpContent? content)
    {
        if (content is null)
            return null;
        var copy = new ByteArrayContent(await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        copy.Headers.ContentType = content.Headers.ContentType;
        return copy;
    }

    static async Task<IHtmlDocument> Read(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return await new HtmlParser().ParseDocumentAsync(text, TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        Http.Dispose();
        sockets.Dispose();
    }
}

/// <param name="Address">Where the browser is now; another site's, when it was sent there (it does not go).</param>
public sealed record Page(Browser Browser, HttpStatusCode Status, Uri Address, IHtmlDocument Document)
{
    public string Title => Document.Title ?? "";

    /// <summary>All that can be read in the main part, with single spaces.</summary>
    public string Text => Of("main");

    /// <summary>What the first element of this kind says; fails when there is none.</summary>
    public string Of(string selector) => Words(Find(selector).TextContent);

    public IReadOnlyList<string> AllOf(string selector) => [.. Document.QuerySelectorAll(selector).Select(element => Words(element.TextContent))];

    public AngleSharp.Dom.IElement Find(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidOperationException($"{Address} has no {selector}: {Document.DocumentElement.ToHtml()}");

    public bool Has(string selector) => Document.QuerySelector(selector) is not null;

    /// <summary>Follows the first link that says this.</summary>
    public Task<Page> Follow(string text) => Browser.Open(Document.QuerySelectorAll("a").FirstOrDefault(link => Words(link.TextContent).Contains(text, StringComparison.Ordinal))
        ?.GetAttribute("href") ?? throw new InvalidOperationException($"{Address} has no link {text}: {Text}"));

    /// <summary>Presses the first button that says this, or that a selector (with a sign of CSS in it) finds, with these fields filled in.</summary>
    public Task<Page> Press(string button, params (string Name, string? Value)[] filled)
    {
        var pressed = Document.QuerySelectorAll("button").FirstOrDefault(candidate => Words(candidate.TextContent) == button)
            ?? (button.AsSpan().ContainsAny('[', '#', '.') ? Document.QuerySelector(button) : null)
            ?? throw new InvalidOperationException($"{Address} has no button {button}: {Text}");
        var form = ((IHtmlButtonElement)pressed).Form ?? throw new InvalidOperationException($"The button {button} stands in no form.");
        var fields = Fields(form, (IHtmlButtonElement)pressed).Where(field => filled.All(own => own.Name != field.Key))
            .Concat(filled.Where(own => own.Value is not null).Select(own => KeyValuePair.Create(own.Name, own.Value!))).ToList();
        var address = new Uri(Address, pressed.GetAttribute("formaction") ?? form.GetAttribute("action") ?? "");
        return form.Method == "post"
            ? Browser.Send(HttpMethod.Post, address, new FormUrlEncodedContent(fields))
            : Browser.Open(new UriBuilder(address) { Query = new FormUrlEncodedContent(fields).ReadAsStringAsync().GetAwaiter().GetResult() }.Uri.PathAndQuery);
    }

    /// <summary>What the form would send as it stands.</summary>
    static IEnumerable<KeyValuePair<string, string>> Fields(IHtmlFormElement form, IHtmlButtonElement pressed)
    {
        foreach (var element in form.Elements)
            switch (element)
            {
                case IHtmlInputElement { Name.Length: > 0, IsDisabled: false } input when input.Type is not ("checkbox" or "radio") || input.IsChecked:
                    yield return new(input.Name, input.Value);
                    break;
                case IHtmlTextAreaElement { Name.Length: > 0, IsDisabled: false } area:
                    yield return new(area.Name, area.Value);
                    break;
                case IHtmlSelectElement { Name.Length: > 0, IsDisabled: false } select:
                    foreach (var option in select.Options.Where(option => option.IsSelected))
                        yield return new(select.Name, option.Value);
                    break;
            }
        if (pressed.Name is { Length: > 0 } name)
            yield return new(name, pressed.Value);
    }

    static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
