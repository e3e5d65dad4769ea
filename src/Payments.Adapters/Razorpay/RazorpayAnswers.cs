using System.Text.Json;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>What Razorpay's objects mean. <c>notes</c> without an entry is <c>[]</c>, which reads as none.</summary>
static class RazorpayAnswers
{
    public static OpenedCheckout? Opened(JsonElement link) =>
        link.Text("id") is { } id && Uri.TryCreate(link.Text("short_url"), UriKind.Absolute, out var url) && link.Whole("expire_by") is { } end
            ? new(id, url, Instant.FromUnixTimeSeconds(end))
            : null;

    public static bool IsListOfLinks(JsonElement list) => list.Child("payment_links") is not null || list.Child("items") is not null;

    /// <summary>The link of ours in a list. The filter by reference is not trusted: each item is looked at.</summary>
    public static JsonElement? LinkOf(JsonElement list, string ours)
    {
        foreach (var link in list.Items("payment_links").Concat(list.Items("items")))
        {
            if (link.Text("reference_id") == ours) return link;
        }

        return null;
    }

    /// <summary>The ids of payments that the link itself tells of, for a link without an order.</summary>
    public static IReadOnlyList<string> PaymentsOf(JsonElement link) =>
        [.. link.Items("payments").Select(payment => payment.Text("payment_id") ?? payment.Text("id")).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// Whether the money was ever ours. An authorised payment that nobody captured, or a second one under a paid order, goes back by
    /// itself: it is "refunded" then and was never captured (razorpay.com/docs, auto-refunds).
    /// </summary>
    public static bool IsCaptured(JsonElement payment) => payment.Text("status") switch
    {
        "captured" => true,
        "refunded" => payment.Flag("captured") != false,
        _ => false,
    };

    /// <param name="payments">All attempts to pay. One that failed says nothing about the others and may still be authorized for three days.</param>
    /// <param name="dispute">What was found about a payment.</param>
    /// <returns>Null when an object is not what it should be.</returns>
    public static CheckoutSnapshot? Snapshot(JsonElement link, IReadOnlyList<JsonElement> payments, Func<string, DisputeStatus> dispute)
    {
        if (link.Text("id") is not { } id || link.Text("status") is not { } status) return null;
        var captured = payments.Where(IsCaptured).Select(payment => Capture(link, payment, dispute)).ToList();
        if (captured.Contains(null)) return null;
        var raw = Names.Code(string.Join(' ', payments.Select(payment => payment.Text("status")).Prepend(status)), "unknown");
        var authorized = payments.Any(payment => payment.Text("status") == "authorized");
        var reached = captured.Count > 0 ? CheckoutStatus.Paid : authorized ? CheckoutStatus.Processing : Status(status);
        return new(id, reached, raw, [.. captured.OfType<CaptureSnapshot>()]);
    }

    // "paid" without a captured payment in sight is a read that ran ahead; "partially_paid" was never asked for.
    static CheckoutStatus Status(string link) => link switch
    {
        "created" => CheckoutStatus.Pending,
        "expired" or "cancelled" => CheckoutStatus.Expired,
        _ => CheckoutStatus.Processing,
    };

    static CaptureSnapshot? Capture(JsonElement link, JsonElement payment, Func<string, DisputeStatus> dispute)
    {
        var currency = payment.Text("currency");
        var amount = RazorpayAmounts.ToMoney(payment.Whole("amount"), currency);
        var refunded = RazorpayAmounts.ToMoney(payment.Whole("amount_refunded") ?? 0, currency);
        if (payment.Text("id") is not { } id || amount is null || refunded is null) return null;
        var ours = Payment(payment) ?? Payment(link) ?? Names.PaymentOf(link.Text("reference_id"));
        return new(id, amount, refunded, dispute(id), ours, null, null);
    }

    public static Guid? Payment(JsonElement owner) => Names.PaymentOf(owner.Child("notes").Text("payment_id"));

    /// <summary>The state of each disputed payment in a list of disputes; the newest stands first and counts.</summary>
    public static Dictionary<string, DisputeStatus> Disputes(JsonElement list)
    {
        var disputes = new Dictionary<string, DisputeStatus>(StringComparer.Ordinal);
        foreach (var dispute in list.Items("items"))
        {
            if (dispute.Text("payment_id") is { } payment) disputes.TryAdd(payment, DisputeOf(dispute.Text("status")));
        }

        return disputes;
    }

    static DisputeStatus DisputeOf(string? status) => status switch
    {
        "lost" => DisputeStatus.Lost,
        "won" or "closed" => DisputeStatus.Won,
        _ => DisputeStatus.Open,
    };

    public static RefundSnapshot? Refund(JsonElement refund) =>
        refund.Text("id") is { } id && RazorpayAmounts.ToMoney(refund.Whole("amount"), refund.Text("currency")) is { } amount
            ? new(id, RefundStatusOf(refund.Text("status")), amount, Names.Code(refund.Text("status"), "unknown"))
            : null;

    /// <returns>Ours among the refunds of a payment; null when it is not there.</returns>
    public static JsonElement? Ours(JsonElement list, string ours)
    {
        foreach (var refund in list.Items("items"))
        {
            if (refund.Text("receipt") == ours || refund.Child("notes").Text("refund_id") == ours) return refund;
        }

        return null;
    }

    static RefundStatus RefundStatusOf(string? status) => status switch
    {
        "processed" => RefundStatus.Succeeded,
        "failed" => RefundStatus.Failed,
        _ => RefundStatus.Pending,
    };
}
