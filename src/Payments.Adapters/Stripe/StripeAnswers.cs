using System.Text.Json;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>What Stripe's objects mean. Money is captured when the charge says so, never because a session is complete.</summary>
static class StripeAnswers
{
    public static OpenedCheckout? Opened(JsonElement session) =>
        session.Text("id") is { } id && Uri.TryCreate(session.Text("url"), UriKind.Absolute, out var url) && session.Whole("expires_at") is { } end
            ? new(id, url, Instant.FromUnixTimeSeconds(end))
            : null;

    /// <summary>The charge that took the money of a session, and its payment intent; null while there is none.</summary>
    public static (JsonElement Intent, JsonElement Charge)? Paid(JsonElement session) =>
        session.Child("payment_intent") is { } intent && intent.Child("latest_charge") is { } charge
        && charge.Flag("captured") == true && charge.Text("status") == "succeeded"
            ? (intent, charge)
            : null;

    /// <param name="dispute">What was found about the charge.</param>
    /// <returns>Null when the object is not what it should be.</returns>
    public static CheckoutSnapshot? Snapshot(JsonElement session, DisputeStatus dispute)
    {
        if (session.Text("id") is not { } id) return null;
        var intent = session.Child("payment_intent");
        var raw = string.Join('/', new[] { session.Text("status"), session.Text("payment_status"), intent.Text("status") }.OfType<string>());
        if (Paid(session) is not { } paid) return new(id, Status(session, intent.Text("status")), Names.Code(raw, "unknown"), []);
        return Capture(session, paid.Intent, paid.Charge, dispute) is { } capture
            ? new(id, CheckoutStatus.Paid, Names.Code(raw, "unknown"), [capture])
            : null;
    }

    static CheckoutStatus Status(JsonElement session, string? intent) => (session.Text("status"), intent) switch
    {
        (_, "processing" or "requires_capture" or "succeeded") => CheckoutStatus.Processing,
        ("expired", _) or (_, "canceled") => CheckoutStatus.Expired,
        ("complete", "requires_payment_method") => CheckoutStatus.Failed,
        ("open", _) => CheckoutStatus.Pending,
        _ => CheckoutStatus.Processing,
    };

    static CaptureSnapshot? Capture(JsonElement session, JsonElement intent, JsonElement charge, DisputeStatus dispute)
    {
        var currency = charge.Text("currency");
        var amount = StripeAmounts.ToMoney(charge.Whole("amount_captured") ?? charge.Whole("amount"), currency);
        var refunded = StripeAmounts.ToMoney(charge.Whole("amount_refunded"), currency);
        if (intent.Text("id") is not { } id || amount is null || refunded is null) return null;
        var payment = Payment(charge) ?? Payment(intent) ?? Payment(session) ?? Names.PaymentOf(session.Text("client_reference_id"));
        return new(id, amount, refunded, dispute, payment, null, charge.Flag("livemode") ?? session.Flag("livemode"));
    }

    public static Guid? Payment(JsonElement owner) => Names.PaymentOf(owner.Child("metadata").Text("payment_id"));

    public static DisputeStatus Dispute(JsonElement list)
    {
        var worst = DisputeStatus.None;
        foreach (var dispute in list.Items("data"))
        {
            var status = dispute.Text("status") switch
            {
                "lost" => DisputeStatus.Lost,
                "won" or "warning_closed" or "prevented" => DisputeStatus.Won,
                _ => DisputeStatus.Open,
            };
            if (Weight(status) > Weight(worst)) worst = status;
        }

        return worst;
    }

    static int Weight(DisputeStatus status) => status switch
    {
        DisputeStatus.Lost => 3,
        DisputeStatus.Open => 2,
        DisputeStatus.Won => 1,
        _ => 0,
    };

    public static RefundSnapshot? Refund(JsonElement refund) =>
        refund.Text("id") is { } id && StripeAmounts.ToMoney(refund.Whole("amount"), refund.Text("currency")) is { } amount
            ? new(id, RefundStatusOf(refund.Text("status")), amount, Names.Code(refund.Text("status"), "unknown"))
            : null;

    /// <returns>Ours among the refunds of a payment; null when it is not there.</returns>
    public static JsonElement? Ours(JsonElement list, string ours)
    {
        foreach (var refund in list.Items("data"))
        {
            if (refund.Child("metadata").Text("refund_id") == ours) return refund;
        }

        return null;
    }

    static RefundStatus RefundStatusOf(string? status) => status switch
    {
        "succeeded" => RefundStatus.Succeeded,
        "failed" or "canceled" => RefundStatus.Failed,
        _ => RefundStatus.Pending,
    };
}
