using System.Text;
using System.Text.Json;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>Which notifications of Razorpay are a reason to ask, and about what; and the signature of a browser's return.</summary>
static class RazorpayNotifications
{
    const int LongestReturn = 4096;

    static readonly string[] Concerning = ["payment_link.", "payment.", "refund."];

    /// <summary>
    /// The signature is over the bytes as they came. There is no time in it, and the header with the event's id is not signed: an event is
    /// known again by the digest of its body.
    /// </summary>
    public static NotificationVerdict Verify(RazorpayAccount account, string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is null) return new NotificationVerdict.Rejected("no signature");
        if (!Hmac.Signed(account.WebhookSecrets, body, signature)) return new NotificationVerdict.Rejected("wrong signature");
        if (JsonReading.Parse(body) is not { } json) return new NotificationVerdict.Rejected("not JSON");
        if (json.Text("entity") != "event" || json.Text("event") is not { } type) return new NotificationVerdict.Rejected("not an event");
        return IsOfConcern(type)
            ? Read(Hmac.Digest(body), type, json.Child("payload"))
            : new NotificationVerdict.Ignored(Names.Code(type, "unknown"));
    }

    static NotificationVerdict.Accepted Read(string key, string type, JsonElement? payload)
    {
        var link = Entity("payment_link");
        var payment = Entity("payment");
        var refund = Entity("refund");
        var ours = Ours(link) ?? Ours(payment) ?? Ours(refund);
        var capture = payment.Text("id") ?? refund.Text("payment_id") ?? Entity("dispute").Text("payment_id");
        return new(key, Names.Code(type, "unknown"), ours, capture);

        JsonElement? Entity(string name) => payload.Child(name).Child("entity");
    }

    static Guid? Ours(JsonElement? entity) =>
        entity is { } owner ? RazorpayAnswers.Payment(owner) ?? Names.PaymentOf(owner.Text("reference_id")) ?? Names.PaymentOf(owner.Text("receipt")) : null;

    static bool IsOfConcern(string type) => type == "order.paid" || Concerning.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Signed with the API key's secret, not the webhook's, over four values in this order (razorpay.com/docs, payment links).</summary>
    public static bool IsReturnSigned(RazorpayAccount account, string parameters)
    {
        if (parameters.Length > LongestReturn) return false;
        var form = Form.Read(parameters);
        string[] names = ["payment_link_id", "payment_link_reference_id", "payment_link_status", "payment_id"];
        var values = names.Select(name => form.GetValueOrDefault("razorpay_" + name)).ToList();
        if (values.Contains(null)) return false;
        return Hmac.Signed([account.KeySecret], Encoding.UTF8.GetBytes(string.Join('|', values)), form.GetValueOrDefault("razorpay_signature"));
    }
}
