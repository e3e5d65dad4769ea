using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Adapters.Razorpay;

/// <summary>What is sent to Razorpay, as JSON.</summary>
static class RazorpayRequests
{
    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Razorpay sends nobody the link (notify, reminder_enable): an address whose creation was lost must stay unknown to the payer.
    public static string Link(CheckoutOrder order) => new JsonObject
    {
        ["amount"] = Exactly(RazorpayAmounts.ToWire(order.Amount)),
        ["currency"] = order.Amount.Currency,
        ["accept_partial"] = false,
        ["reference_id"] = order.Key.Ours,
        ["description"] = order.Description,
        ["expire_by"] = order.ExpiresAt.ToUnixTimeSeconds(),
        ["notify"] = new JsonObject { ["sms"] = false, ["email"] = false },
        ["reminder_enable"] = false,
        ["notes"] = new JsonObject { ["payment_id"] = $"{order.Payment:D}", ["attempt"] = $"{order.Attempt}" },
        ["callback_url"] = order.ReturnUrl.AbsoluteUri,
        ["callback_method"] = "get",
    }.ToJsonString(Plain);

    public static string Refund(RefundOrder order) => new JsonObject
    {
        ["amount"] = Exactly(RazorpayAmounts.PartToWire(order.Amount)),
        ["speed"] = "normal",
        ["receipt"] = order.Ours,
        ["notes"] = new JsonObject { ["refund_id"] = order.Ours, ["payment_id"] = $"{order.Payment:D}" },
    }.ToJsonString(Plain);

    static long Exactly(long? amount) => amount ?? throw new ArgumentOutOfRangeException(nameof(amount), "Razorpay cannot move exactly this amount.");
}
