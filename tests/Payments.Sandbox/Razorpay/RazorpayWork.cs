using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>One request or act at one moment: whose it is, what it works on, and the events that it gives rise to.</summary>
public sealed class RazorpayWork(RazorpayState state, RazorpayMerchant merchant, Instant now)
{
    public RazorpayState State => state;

    public RazorpayMerchant Merchant => merchant;

    /// <summary>The sandbox's own name of the account.</summary>
    public string Account => merchant.Id;

    public Instant Now => now;

    /// <summary>In the order in which they came about.</summary>
    public List<RazorpayEvent> Events { get; } = [];

    /// <returns>A prefix and 14 letters or digits, as in <c>plink_ExjpAUN3gVHrPJ</c>.</returns>
    public static string NewId(string prefix) => World.NewId(prefix + "_", 14);

    public int NextNumber() => ++state.Made;

    public RazorpayLink? Link(string? id) => Own(state.Links, id, link => link.Account);

    public RazorpayOrder? Order(string? id) => Own(state.Orders, id, order => order.Account);

    public RazorpayPayment? Payment(string? id) => Own(state.Payments, id, payment => payment.Account);

    public RazorpayRefund? Refund(string? id) => Own(state.Refunds, id, refund => refund.Account);

    public RazorpayDispute? Dispute(string? id) => Own(state.Disputes, id, dispute => dispute.Account);

    public IEnumerable<RazorpayPayment> PaymentsOf(string? orderId) =>
        state.Payments.Values.Where(payment => payment.OrderId == orderId).OrderBy(payment => payment.Number);

    T? Own<T>(Dictionary<string, T> all, string? id, Func<T, string> accountOf)
        where T : class =>
        id is not null && all.TryGetValue(id, out var found) && accountOf(found) == Account ? found : null;
}

/// <summary>A notification as it was when its cause happened; it is sent unchanged at every attempt.</summary>
/// <param name="Id">In the header <c>x-razorpay-event-id</c>, the same at every delivery.</param>
/// <param name="Name">Such as <c>payment_link.paid</c>.</param>
public sealed record RazorpayEvent(string Id, string Name, JsonObject Body);
