using System.Text.Json;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>Which events of Stripe are a reason to ask, and about what.</summary>
static class StripeNotifications
{
    static readonly string[] Concerning = ["checkout.session.", "payment_intent.", "refund.", "charge.dispute."];

    public static NotificationVerdict Verify(StripeAccount account, string? header, ReadOnlySpan<byte> body, Instant now)
    {
        if (StripeSignature.Refusal(account.WebhookSecrets, header, body, now) is { } refusal) return new NotificationVerdict.Rejected(refusal);
        if (JsonReading.Parse(body) is not { } json) return new NotificationVerdict.Rejected("not JSON");
        return Read(account, json);
    }

    static NotificationVerdict Read(StripeAccount account, JsonElement json)
    {
        // Events of API v2 have another envelope ("thin"), with nothing in it to ask about.
        if (json.Text("object") != "event") return new NotificationVerdict.Rejected("not an event of API v1");
        if (json.Text("id") is not { Length: > 0 and <= 255 } id || json.Text("type") is not { } type)
            return new NotificationVerdict.Rejected("no id or type");
        if (json.Flag("livemode") != account.Live) return new NotificationVerdict.Rejected("of the other mode");
        if (!IsOfConcern(type)) return new NotificationVerdict.Ignored(Names.Code(type, "unknown"));
        if (json.Child("data").Child("object") is not { } subject) return new NotificationVerdict.Rejected("no object");
        var payment = StripeAnswers.Payment(subject) ?? Names.PaymentOf(subject.Text("client_reference_id"));
        return new NotificationVerdict.Accepted(id, Names.Code(type, "unknown"), payment, Intent(subject));
    }

    static bool IsOfConcern(string type) =>
        type is "charge.refunded" or "charge.refund.updated" || Concerning.Any(prefix => type.StartsWith(prefix, StringComparison.Ordinal));

    static string? Intent(JsonElement subject) =>
        subject.Text("object") == "payment_intent" ? subject.Text("id") : subject.Text("payment_intent") ?? subject.Child("payment_intent").Text("id");
}
