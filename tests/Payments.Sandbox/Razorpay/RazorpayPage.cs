namespace Payments.Sandbox;

/// <summary>The hosted page of a payment link. A failed attempt leaves it open for the next; only a payment sends the browser back.</summary>
public static class RazorpayPage
{
    /// <summary>Where the pages are; a link's code follows.</summary>
    public const string Path = "/i/";

    const string Provider = "Razorpay";

    static readonly PageButton[] Buttons =
    [
        new("pay", "Pay"),
        new("hold", "Pay by a slow method"),
        new("decline", "Pay with a card that is declined"),
        new("cancel", "Cancel this attempt"),
    ];

    /// <returns>Null when the path is not that of a page.</returns>
    public static string? CodeOf(string path) => path.StartsWith(Path, StringComparison.Ordinal) ? path[Path.Length..] : null;

    public static SandboxAnswer NotFound() => HostedPage.Closed(Provider, "No such link", "The address is wrong.", test: true, status: 404);

    public static SandboxAnswer Handle(RazorpayWork work, RazorpayLink link, SandboxRequest request)
    {
        if (link.Status != "created") return Closed(work, $"This payment link is {link.Status}", "Nothing can be paid here any more.");
        return (request.Method == "POST" ? Button(request) : null) switch
        {
            "pay" => Back(work, link, RazorpayAttempts.Pay(work, link)),
            "hold" => Hold(work, link),
            "decline" => Fail(work, link, "payment_failed", "Your payment was declined. You can try again."),
            "cancel" => Fail(work, link, "payment_cancelled", "You cancelled this attempt. You can try again, or close the page."),
            _ => Show(work, link, notice: null),
        };
    }

    static SandboxAnswer Show(RazorpayWork work, RazorpayLink link, string? notice) => HostedPage.Pay(
        Provider, work.Merchant.MerchantName, $"{link.Currency} {RazorpayAmounts.Major(link.Amount, link.Currency)}", link.Description ?? "",
        IsTest(work), Buttons, notice);

    static SandboxAnswer Hold(RazorpayWork work, RazorpayLink link)
    {
        RazorpayAttempts.Authorize(work, RazorpayAttempts.Begin(work, link));
        return Closed(work, "Your payment is on its way", "Your bank will take a while. You may close this page.");
    }

    static SandboxAnswer Fail(RazorpayWork work, RazorpayLink link, string reason, string notice)
    {
        RazorpayAttempts.Fail(work, RazorpayAttempts.Begin(work, link), reason);
        return Show(work, link, notice);
    }

    static SandboxAnswer Back(RazorpayWork work, RazorpayLink link, RazorpayPayment payment) =>
        RazorpaySignatures.Return(link, payment, work.Merchant.KeySecret) is { } url
            ? SandboxAnswer.SeeOther(url.AbsoluteUri)
            : Closed(work, "Payment successful", "You may close this page.");

    static SandboxAnswer Closed(RazorpayWork work, string title, string text) => HostedPage.Closed(Provider, title, text, IsTest(work));

    static bool IsTest(RazorpayWork work) => !work.Merchant.KeyId.StartsWith("rzp_live_", StringComparison.Ordinal);

    static string? Button(SandboxRequest request) => SandboxRequest.Pairs(request.Text).FirstOrDefault(pair => pair.Key == "action").Value;
}
