namespace Payments.Sandbox;

/// <summary>
/// What payers and their banks do. A link takes several attempts; a failed one may still be authorised days later, because the order
/// behind the link never expires.
/// </summary>
public static class RazorpayAttempts
{
    /// <summary>A payer begins to pay on an open link.</summary>
    /// <param name="amount">The link's own when null; another when the provider is made to lie.</param>
    public static RazorpayPayment Begin(RazorpayWork work, RazorpayLink link, long? amount = null, string? currency = null)
    {
        var order = OrderOf(work, link);
        order.Attempts++;
        if (order.Status == "created") order.Status = "attempted";
        var payment = new RazorpayPayment
        {
            Id = RazorpayWork.NewId("pay"),
            Account = link.Account,
            Number = work.NextNumber(),
            OrderId = order.Id,
            LinkId = link.Id,
            Amount = amount ?? link.Amount,
            Currency = currency ?? link.Currency,
            Notes = link.Notes,
            Email = link.Customer?["email"]?.ToString(),
            Contact = link.Customer?["contact"]?.ToString(),
            CreatedAt = work.Now,
            UpdatedAt = work.Now,
        };
        work.State.Payments.Add(payment.Id, payment);
        return payment;
    }

    /// <summary>The bank says yes. Nothing is paid until it is captured.</summary>
    public static void Authorize(RazorpayWork work, RazorpayPayment payment)
    {
        payment.Status = "authorized";
        payment.ErrorReason = null;
        payment.UpdatedAt = work.Now;
        work.Tell("payment.authorized", payment);
    }

    /// <summary>
    /// The money is taken. The first capture makes the order paid, and its link, if that had not ended before; a second one is money
    /// beyond what was due and changes neither.
    /// </summary>
    public static void Capture(RazorpayWork work, RazorpayPayment payment)
    {
        payment.Status = "captured";
        payment.Captured = true;
        payment.UpdatedAt = work.Now;
        work.Tell("payment.captured", payment);
        var order = work.Order(payment.OrderId)!;
        if (order.Status == "paid") return;
        order.Status = "paid";
        work.TellPaid(order, payment);
        var link = work.Link(payment.LinkId)!;
        if (link.Status != "created") return;
        link.Status = "paid";
        link.UpdatedAt = work.Now;
        work.TellPaid(link, order, payment);
    }

    /// <summary>The bank or the payer says no. The link stays open for another attempt.</summary>
    /// <param name="reason">Such as <c>payment_failed</c> or <c>payment_cancelled</c>.</param>
    public static void Fail(RazorpayWork work, RazorpayPayment payment, string reason)
    {
        payment.Status = "failed";
        payment.ErrorReason = reason;
        payment.UpdatedAt = work.Now;
        work.Tell("payment.failed", payment);
    }

    /// <summary>Authorised and captured at once, as links do.</summary>
    public static RazorpayPayment Pay(RazorpayWork work, RazorpayLink link, long? amount = null, string? currency = null)
    {
        var payment = Begin(work, link, amount, currency);
        Authorize(work, payment);
        Capture(work, payment);
        return payment;
    }

    /// <summary>
    /// A failed attempt turns out to have succeeded at the bank; without one, a payer who was on the page when it ended gets through.
    /// Works whatever became of the link.
    /// </summary>
    public static RazorpayPayment PayLate(RazorpayWork work, RazorpayLink link)
    {
        var payment = work.PaymentsOf(link.OrderId).LastOrDefault(attempt => attempt.Status is "failed" or "created") ?? Begin(work, link);
        Authorize(work, payment);
        Capture(work, payment);
        return payment;
    }

    static RazorpayOrder OrderOf(RazorpayWork work, RazorpayLink link)
    {
        if (work.Order(link.OrderId) is { } known) return known;
        var order = new RazorpayOrder
        {
            Id = RazorpayWork.NewId("order"),
            Account = link.Account,
            Amount = link.Amount,
            Currency = link.Currency,
            Receipt = link.ReferenceId,
            Notes = link.Notes,
            CreatedAt = work.Now,
        };
        work.State.Orders.Add(order.Id, order);
        link.OrderId = order.Id;
        return order;
    }
}
