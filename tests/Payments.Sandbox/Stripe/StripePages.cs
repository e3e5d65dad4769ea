namespace Payments.Sandbox;

/// <summary>The hosted page of a session, at <c>/c/pay/{id}</c>.</summary>
sealed class StripePages(StripeBook book)
{
    static readonly string[] Immediate = ["card", "link", "cashapp", "alipay", "wechat_pay"];

    public SandboxAnswer Handle(SandboxRequest request)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not ["c", "pay", var id] || book.State.Sessions.GetValueOrDefault(id) is not { } session)
            return HostedPage.Closed("Stripe", "Something went wrong", "The page you were looking for could not be found.", true, 404);
        var test = !book.Merchant(session).Live;
        if (session.Status == "expired")
            return HostedPage.Closed("Stripe", "This page has expired", "Nothing was charged. Please go back to the merchant.", test);
        if (session.Status == "complete")
            return HostedPage.Closed("Stripe", "You are all done here", "This payment was made already.", test);
        var action = request.Method == "POST" ? SandboxRequest.Pairs(request.Text).FirstOrDefault(p => p.Key == "action").Value : null;
        return action is null ? Show(session, null) : Act(session, action);
    }

    SandboxAnswer Act(StripeSession session, string action)
    {
        switch (action)
        {
            case "pay":
                StripePayments.Act(book, session, CheckoutAction.Pay, null);
                return Back(session.SuccessUrl, session);
            case "hold" when Slow(session):
                StripePayments.Act(book, session, CheckoutAction.Hold, null);
                return Back(session.SuccessUrl, session);
            case "decline":
                StripePayments.Act(book, session, CheckoutAction.Decline, null);
                return Show(session, "Your card was declined. Try another card.");
            case "cancel" when session.CancelUrl is { } url:
                return Back(url, session);
            default:
                return Show(session, null) with { Status = 400 };
        }
    }

    static SandboxAnswer Back(string url, StripeSession session) =>
        SandboxAnswer.SeeOther(url.Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal));

    SandboxAnswer Show(StripeSession session, string? notice)
    {
        var merchant = book.Merchant(session);
        List<PageButton> buttons = [new("pay", session.SubmitType == "book" ? "Pay and book" : "Pay"), new("decline", "Pay with a card that is declined")];
        if (Slow(session)) buttons.Add(new("hold", "Pay by a slow method"));
        if (session.CancelUrl is not null) buttons.Add(new("cancel", "Cancel and go back"));
        return HostedPage.Pay(
            "Stripe", merchant.MerchantName, StripeAmounts.Written(session.Amount, session.Currency), session.Description, !merchant.Live, buttons, notice);
    }

    /// <summary>Whether a method that takes days may be used: not when the merchant named only such that settle at once.</summary>
    static bool Slow(StripeSession session) => session.Methods.Count == 0 || session.Methods.Except(Immediate).Any();
}
