namespace Payments.Sandbox;

/// <summary>A payer's bank asks for the money of a capture, and somebody decides.</summary>
public static class RazorpayDisputes
{
    /// <returns>False when one is open already.</returns>
    public static bool Open(RazorpayWork work, RazorpayPayment payment)
    {
        if (OpenOne(work, payment) is not null) return false;
        var dispute = new RazorpayDispute
        {
            Id = RazorpayWork.NewId("disp"),
            Account = work.Account,
            Number = work.NextNumber(),
            PaymentId = payment.Id,
            Amount = payment.Amount,
            Currency = payment.Currency,
            CreatedAt = work.Now,
        };
        work.State.Disputes.Add(dispute.Id, dispute);
        work.Tell("payment.dispute.created", dispute, payment);
        return true;
    }

    /// <param name="won">Whether the merchant keeps the money.</param>
    /// <returns>False when the payment has no open dispute.</returns>
    public static bool Close(RazorpayWork work, RazorpayPayment payment, bool won)
    {
        if (OpenOne(work, payment) is not { } dispute) return false;
        dispute.Status = won ? "won" : "lost";
        work.Tell(won ? "payment.dispute.won" : "payment.dispute.lost", dispute, payment);
        return true;
    }

    static RazorpayDispute? OpenOne(RazorpayWork work, RazorpayPayment payment) =>
        work.State.Disputes.Values.SingleOrDefault(open => open.PaymentId == payment.Id && open.Status == "open");
}
