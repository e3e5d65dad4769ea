namespace Payments.Sandbox;

/// <summary>A payer's bank asks for money back, and somebody wins.</summary>
static class StripeDisputes
{
    /// <exception cref="SandboxRefusedException">There is no charge to dispute, or no open dispute.</exception>
    public static void Act(StripeBook book, StripeCharge charge, PaymentAction action)
    {
        var open = book.State.Disputes.Values.FirstOrDefault(d => d.Charge == charge.Id && d.Status == "needs_response");
        if (action == PaymentAction.OpenDispute)
        {
            if (charge.Disputed || charge.Status != "succeeded") throw new SandboxRefusedException("the charge cannot be disputed (again)");
            Open(book, charge);
            return;
        }

        if (open is null) throw new SandboxRefusedException("no dispute is open");
        open.Status = action == PaymentAction.WinDispute ? "won" : "lost";
        book.Emit("charge.dispute.closed", open);
        if (action == PaymentAction.WinDispute) book.Emit("charge.dispute.funds_reinstated", open);
    }

    static void Open(StripeBook book, StripeCharge charge)
    {
        var dispute = new StripeDispute
        {
            Id = World.NewId("du_1", 23),
            Account = charge.Account,
            Created = book.Now,
            Amount = charge.Amount - charge.Refunded,
            Currency = charge.Currency,
            Status = "needs_response",
            Charge = charge.Id,
            Intent = charge.Intent,
        };
        charge.Disputed = true;
        book.State.Disputes.Add(dispute.Id, dispute);
        book.Emit("charge.dispute.created", dispute);
        book.Emit("charge.dispute.funds_withdrawn", dispute);
    }
}
