using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Notifications in Razorpay's form: a snapshot of what they are about, taken when they came about.</summary>
public static class RazorpayEvents
{
    /// <summary><c>payment_link.expired</c> and <c>payment_link.cancelled</c>.</summary>
    public static void Tell(this RazorpayWork work, string name, RazorpayLink link) =>
        Raise(work, name, [("payment_link", RazorpayJson.Write(link, []))]);

    /// <summary><c>payment_link.paid</c>, in which the order's id comes without its prefix though the payment's <c>order_id</c> has it.</summary>
    public static void TellPaid(this RazorpayWork work, RazorpayLink link, RazorpayOrder order, RazorpayPayment payment)
    {
        var bare = RazorpayJson.Write(order);
        bare["id"] = order.Id["order_".Length..];
        var written = RazorpayJson.Write(link, []);
        written.Remove("payments");
        Raise(work, "payment_link.paid", [("payment_link", written), ("order", bare), ("payment", RazorpayJson.Write(payment))]);
    }

    /// <summary><c>payment.authorized</c>, <c>payment.captured</c> and <c>payment.failed</c>.</summary>
    public static void Tell(this RazorpayWork work, string name, RazorpayPayment payment) =>
        Raise(work, name, [("payment", RazorpayJson.Write(payment))]);

    public static void TellPaid(this RazorpayWork work, RazorpayOrder order, RazorpayPayment payment) =>
        Raise(work, "order.paid", [("payment", RazorpayJson.Write(payment)), ("order", RazorpayJson.Write(order))]);

    /// <summary><c>refund.created</c>, <c>refund.processed</c> and <c>refund.failed</c>.</summary>
    public static void Tell(this RazorpayWork work, string name, RazorpayRefund refund, RazorpayPayment payment) =>
        Raise(work, name, [("refund", RazorpayJson.Write(refund)), ("payment", RazorpayJson.Write(payment))]);

    /// <summary><c>payment.dispute.created</c>, <c>.won</c> and <c>.lost</c>.</summary>
    public static void Tell(this RazorpayWork work, string name, RazorpayDispute dispute, RazorpayPayment payment) =>
        Raise(work, name, [("payment", RazorpayJson.Write(payment)), ("dispute", RazorpayJson.Write(dispute))]);

    static void Raise(RazorpayWork work, string name, (string Kind, JsonObject Entity)[] entities)
    {
        var payload = new JsonObject();
        foreach (var (kind, entity) in entities) payload[kind] = new JsonObject { ["entity"] = entity };
        work.Events.Add(new RazorpayEvent(World.NewId("", 14), name, new JsonObject
        {
            ["entity"] = "event",
            ["account_id"] = work.Merchant.AccountId,
            ["event"] = name,
            ["contains"] = new JsonArray([.. entities.Select(entity => JsonValue.Create(entity.Kind))]),
            ["payload"] = payload,
            ["created_at"] = RazorpayJson.Seconds(work.Now),
        }));
    }
}
