namespace Payments.Sandbox;

/// <summary>What the control plane may do to links, payments and refunds, and what their state forbids.</summary>
public static class RazorpayActs
{
    /// <exception cref="SandboxRefusedException">The link's state does not allow it.</exception>
    public static void On(RazorpayWork work, RazorpayLink link, CheckoutAction action, Money? money)
    {
        switch (action)
        {
            case CheckoutAction.Pay: RazorpayAttempts.Pay(work, Open(link)); break;
            case CheckoutAction.Decline: RazorpayAttempts.Fail(work, RazorpayAttempts.Begin(work, Open(link)), "payment_failed"); break;
            case CheckoutAction.Cancel: RazorpayAttempts.Fail(work, RazorpayAttempts.Begin(work, Open(link)), "payment_cancelled"); break;
            case CheckoutAction.Expire: RazorpayLinks.Expire(work, Open(link)); break;
            case CheckoutAction.Hold: RazorpayAttempts.Authorize(work, RazorpayAttempts.Begin(work, Open(link))); break;
            case CheckoutAction.Settle: RazorpayAttempts.Capture(work, Authorized(work, link)); break;
            case CheckoutAction.Fail: RazorpayAttempts.Fail(work, Authorized(work, link), "payment_failed"); break;
            case CheckoutAction.LateCapture: RazorpayAttempts.PayLate(work, link); break;
            case CheckoutAction.PayWrong: RazorpayAttempts.Pay(work, Open(link), Wrong(link, money).Amount, Wrong(link, money).Currency); break;
            case CheckoutAction.SecondCapture: RazorpayAttempts.Pay(work, Paid(work, link)); break;
            default: throw new SandboxRefusedException($"Razorpay has no {action}.");
        }
    }

    /// <exception cref="SandboxRefusedException">The payment's state does not allow it.</exception>
    public static void On(RazorpayWork work, RazorpayPayment payment, PaymentAction action, Money? money)
    {
        if (!payment.Captured) throw new SandboxRefusedException($"The payment is {payment.Status}.");
        var done = action switch
        {
            PaymentAction.RefundByHand => RazorpayRefunds.ByHand(work, payment, money?.Amount),
            PaymentAction.OpenDispute => RazorpayDisputes.Open(work, payment),
            PaymentAction.WinDispute => RazorpayDisputes.Close(work, payment, won: true),
            _ => RazorpayDisputes.Close(work, payment, won: false),
        };
        if (!done) throw new SandboxRefusedException($"{action} does not fit the payment as it is.");
    }

    /// <exception cref="SandboxRefusedException">The refund's state does not allow it.</exception>
    public static void On(RazorpayWork work, RazorpayRefund refund, RefundAction action)
    {
        var done = action == RefundAction.Succeed ? RazorpayRefunds.Succeed(work, refund) : RazorpayRefunds.Fail(work, refund);
        if (!done) throw new SandboxRefusedException($"The refund is {refund.Status}.");
    }

    static RazorpayLink Open(RazorpayLink link) =>
        link.Status == "created" ? link : throw new SandboxRefusedException($"The link is {link.Status}.");

    static RazorpayLink Paid(RazorpayWork work, RazorpayLink link) =>
        work.PaymentsOf(link.OrderId).Any(payment => payment.Captured) ? link : throw new SandboxRefusedException("Nothing was captured yet.");

    static RazorpayPayment Authorized(RazorpayWork work, RazorpayLink link) =>
        work.PaymentsOf(link.OrderId).LastOrDefault(payment => payment.Status == "authorized")
        ?? throw new SandboxRefusedException("No payment is on its way.");

    static Money Wrong(RazorpayLink link, Money? money) => money ?? new Money(link.Amount + 100, link.Currency);
}
