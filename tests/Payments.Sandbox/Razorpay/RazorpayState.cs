namespace Payments.Sandbox;

/// <summary>All that the sandbox's Razorpay remembers, by the ids it gave out.</summary>
public sealed class RazorpayState
{
    public Dictionary<string, RazorpayLink> Links { get; set; } = [];

    public Dictionary<string, RazorpayOrder> Orders { get; set; } = [];

    public Dictionary<string, RazorpayPayment> Payments { get; set; } = [];

    public Dictionary<string, RazorpayRefund> Refunds { get; set; } = [];

    public Dictionary<string, RazorpayDispute> Disputes { get; set; } = [];

    /// <summary>Refund answers by account and idempotency key.</summary>
    public Dictionary<string, RazorpayReplay> Replays { get; set; } = [];

    /// <summary>Accounts whose refunds are taken on and not done.</summary>
    public HashSet<string> RefundsStayPending { get; set; } = [];

    /// <summary>Accounts whose webhook was switched off after a day of failures, each with the address and secret that it had.</summary>
    public Dictionary<string, string> DisabledWebhooks { get; set; } = [];

    /// <summary>Counts what was made, so that lists have an order when all came in the same second.</summary>
    public int Made { get; set; }
}
