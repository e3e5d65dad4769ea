namespace Payments.Sandbox;

/// <summary>What the control plane may do to pages, sales and refunds, and what their state forbids.</summary>
public static class PayTabsActs
{
    /// <exception cref="SandboxRefusedException">The page's state does not allow it.</exception>
    public static void On(PayTabsWork work, PayTabsTransaction page, CheckoutAction action, Money? money)
    {
        if (page.Page is null) throw new SandboxRefusedException("This transaction has no page.");
        switch (action)
        {
            case CheckoutAction.Pay: PayTabsPayers.Finish(work, Open(page), "A"); break;
            case CheckoutAction.Decline: PayTabsPayers.Finish(work, Open(page), "D"); break;
            case CheckoutAction.Cancel: PayTabsPayers.Finish(work, Open(page), "C"); break;
            case CheckoutAction.Expire: PayTabsPayers.Expire(work, Open(page)); break;
            case CheckoutAction.Hold: PayTabsPayers.Hold(work, Open(page)); break;
            case CheckoutAction.Settle: Settle(work, OnItsWay(work, page)); break;
            case CheckoutAction.Fail: PayTabsPayers.Fail(work, page, OnItsWay(work, page)); break;
            case CheckoutAction.LateCapture: PayTabsPayers.PayAgain(work, Unpaid(page)); break;
            case CheckoutAction.PayWrong: PayTabsPayers.PayWrong(work, Open(page), Wrong(page, money)); break;
            case CheckoutAction.SecondCapture: PayTabsPayers.PayAgain(work, Paid(work, page)); break;
            default: throw new SandboxRefusedException($"PayTabs has no {action}.");
        }
    }

    /// <exception cref="SandboxRefusedException">The sale's state does not allow it, or PayTabs tells nothing of such a thing.</exception>
    public static void On(PayTabsWork work, PayTabsTransaction sale, PaymentAction action, Money? money)
    {
        if (action != PaymentAction.RefundByHand) throw new SandboxRefusedException("PayTabs has no notification or call for disputes.");
        if (sale is not { Type: "Sale" or "Capture", Status: "A" }) throw new SandboxRefusedException($"It is a {sale.Type} of status {sale.Status}.");
        var left = PayTabsRequests.Left(work, sale);
        var amount = money is null ? left : PayTabsAmounts.Of(money);
        if (amount <= 0 || amount > left) throw new SandboxRefusedException("So much is not left.");
        PayTabsRequests.Refund(work, sale, cart: null, amount);
    }

    /// <exception cref="SandboxRefusedException">The refund's state does not allow it.</exception>
    public static void On(PayTabsWork work, PayTabsTransaction refund, RefundAction action)
    {
        var status = action == RefundAction.Succeed ? "A" : "D";
        var fits = refund.Type == "Refund" && (refund.Status == "P" || (refund.Status == "A" && status == "D"));
        if (!fits) throw new SandboxRefusedException($"It is a {refund.Type} of status {refund.Status}.");
        work.Become(refund, refund.Type, status);
    }

    static void Settle(PayTabsWork work, PayTabsTransaction sale) => work.Become(sale, sale.Type, "A");

    static PayTabsTransaction Open(PayTabsTransaction page) =>
        PayTabsPayers.IsOpen(page) ? page : throw new SandboxRefusedException($"The page is a {page.Type} of status {page.Status}.");

    static PayTabsTransaction OnItsWay(PayTabsWork work, PayTabsTransaction page) =>
        PayTabsPayers.OnItsWay(work, page) ?? throw new SandboxRefusedException("No payment is on its way.");

    static PayTabsTransaction Unpaid(PayTabsTransaction page) =>
        page.Status is "X" or "C" or "D" or "E" ? page : throw new SandboxRefusedException("The page has not ended unpaid.");

    static PayTabsTransaction Paid(PayTabsWork work, PayTabsTransaction page) =>
        page.Status == "A" || work.Own.Any(one => one.PreviousTranRef == page.TranRef && one.Status == "A")
            ? page
            : throw new SandboxRefusedException("Nothing was captured yet.");

    static Money Wrong(PayTabsTransaction page, Money? money) =>
        money ?? new Money((long)((page.CartAmount + 1) * (decimal)Math.Pow(10, PayTabsAmounts.Digits(page.CartCurrency))), page.CartCurrency);
}
