namespace Payments.Sandbox;

/// <summary>The hosted page. After any end of it the browser goes back to the merchant, with a form unless the request asked for GET.</summary>
public static class PayTabsPage
{
    /// <summary>Where the pages are; a page's code follows.</summary>
    public const string Path = "/payment/page/";

    const string Provider = "PayTabs";

    static readonly PageButton[] Buttons =
    [
        new("pay", "Pay"),
        new("hold", "Pay by a slow method"),
        new("decline", "Pay with a card that is declined"),
        new("error", "Pay with a card that breaks the page"),
        new("cancel", "Cancel"),
    ];

    /// <returns>Null when the path is not that of a page.</returns>
    public static string? CodeOf(string path) => path.StartsWith(Path, StringComparison.Ordinal) ? path[Path.Length..] : null;

    public static SandboxAnswer NotFound() => HostedPage.Closed(Provider, "No such page", "The address is wrong.", test: true, status: 404);

    public static SandboxAnswer Handle(PayTabsWork work, PayTabsTransaction page, SandboxRequest request)
    {
        if (!PayTabsPayers.IsOpen(page)) return HostedPage.Closed(Provider, "This page has ended", "Nothing can be paid here any more.", test: true);
        var done = request.Method == "POST" ? Act(work, page, Button(request)) : null;
        return done is not null
            ? Back(work, page, done)
            : HostedPage.Pay(Provider, work.Merchant.MerchantName, Amount(page), page.CartDescription, test: true, Buttons);
    }

    static string Amount(PayTabsTransaction page) => $"{page.CartCurrency} {PayTabsAmounts.Write(page.CartAmount, page.CartCurrency)}";

    /// <returns>The transaction that the browser tells of; null when the button is unknown.</returns>
    static PayTabsTransaction? Act(PayTabsWork work, PayTabsTransaction page, string? button) => button switch
    {
        "pay" => PayTabsPayers.Finish(work, page, "A"),
        "hold" => PayTabsPayers.Hold(work, page),
        "decline" => PayTabsPayers.Finish(work, page, "D"),
        "error" => PayTabsPayers.Finish(work, page, "E"),
        "cancel" => PayTabsPayers.Finish(work, page, "C"),
        _ => null,
    };

    static SandboxAnswer Back(PayTabsWork work, PayTabsTransaction page, PayTabsTransaction done)
    {
        var message = PayTabsJson.Result(done).Message;
        if (page.Page!.Return is not { } url) return HostedPage.Closed(Provider, message, "You may close this page.", test: true);
        var fields = PayTabsSignatures.Return(done, work.Merchant.ServerKey);
        return page.Page.ReturnByGet
            ? SandboxAnswer.SeeOther(url + (url.Contains('?') ? "&" : "?") + PayTabsSignatures.BuildQuery(fields))
            : HostedPage.ReturnByPost(Provider, message, url, fields, test: true);
    }

    static string? Button(SandboxRequest request) => SandboxRequest.Pairs(request.Text).FirstOrDefault(pair => pair.Key == "action").Value;
}
