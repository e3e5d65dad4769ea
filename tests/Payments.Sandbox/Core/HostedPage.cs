using System.Net;

namespace Payments.Sandbox;

/// <param name="Name">The value of the form's <c>action</c> field.</param>
/// <param name="Label">What the button says.</param>
public sealed record PageButton(string Name, string Label);

/// <summary>What a payer sees: plain HTML without script or anything from elsewhere.</summary>
public static class HostedPage
{
    const string Style =
        "body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f4f5f7;color:#1c2530}main{width:calc(100% - 2rem);max-width:30rem;"
        + "box-sizing:border-box;margin:3rem auto;padding:2rem;"
        + "background:#fff;border:1px solid #d5dae1;border-radius:.5rem}h1{font-size:1.25rem;margin:0 0 .5rem}.amount{font-size:2rem;font-weight:600;margin:.5rem 0}"
        + ".test{background:#7a3b00;color:#fff;text-align:center;padding:.4rem;font-weight:600}button{display:block;width:100%;padding:.7rem;"
        + "margin-top:.6rem;font:inherit;border:1px solid #1c2530;border-radius:.35rem;background:#fff;color:#1c2530;cursor:pointer}"
        + "button.first{background:#0b5cad;border-color:#0b5cad;color:#fff}button:focus-visible{outline:3px solid #f5a300;outline-offset:2px}"
        + ".notice{border-left:4px solid #b00020;padding-left:.75rem}.or{margin:1.5rem 0 0;font-size:.875rem;color:#4a5563}";

    /// <summary>The page on which one pays; its buttons post a form to the page's own address.</summary>
    /// <param name="amount">In major units with its currency.</param>
    /// <param name="test">Whether it says that no money moves.</param>
    /// <param name="notice">Said above the amount, such as that a payment was declined; null: nothing.</param>
    public static SandboxAnswer Pay(
        string provider, string merchant, string amount, string description, bool test, IReadOnlyList<PageButton> buttons, string? notice = null)
    {
        var first = $"""<button type="submit" name="action" value="{Text(buttons[0].Name)}" class="first">{Text(buttons[0].Label)}</button>""";
        var others = buttons.Skip(1).Select(b => $"""<button type="submit" name="action" value="{Text(b.Name)}">{Text(b.Label)}</button>""");
        var said = notice is null ? "" : $"""<p class="notice" role="alert">{Text(notice)}</p>""";
        return Page($"Pay {merchant}", provider, test,
            $"""
            <h1>{Text(merchant)}</h1>{said}
            <p>{Text(description)}</p>
            <p class="amount">{Text(amount)}</p>
            <form method="post">{first}<p class="or">What else a payer may do:</p>{string.Concat(others)}</form>
            """);
    }

    /// <summary>A page on which nothing can be done.</summary>
    public static SandboxAnswer Closed(string provider, string title, string text, bool test, int status = 200) =>
        Page(title, provider, test, $"<h1>{Text(title)}</h1><p>{Text(text)}</p>") with { Status = status };

    /// <summary>A page whose one button sends the browser back to the merchant with a form.</summary>
    public static SandboxAnswer ReturnByPost(string provider, string text, string url, IEnumerable<KeyValuePair<string, string>> fields, bool test)
    {
        var inputs = fields.Select(f => $"""<input type="hidden" name="{Text(f.Key)}" value="{Text(f.Value)}">""");
        return Page("Back to the merchant", provider, test,
            $"""
            <h1>{Text(text)}</h1>
            <form method="post" action="{Text(url)}">{string.Concat(inputs)}<button type="submit" class="first">Back to the merchant</button></form>
            """);
    }

    static SandboxAnswer Page(string title, string provider, bool test, string main) => new(200, "text/html; charset=utf-8",
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title><style>{Style}</style></head>
        <body>{(test ? $"""<header class="test">{Text(provider)} sandbox: no money moves</header>""" : "")}
        <main>{main}</main></body></html>
        """)
    {
        Headers =
        [
            new("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
            new("Cache-Control", "no-store"),
            new("Referrer-Policy", "strict-origin-when-cross-origin"),
        ],
    };

    static string Text(string raw) => WebUtility.HtmlEncode(raw);
}
