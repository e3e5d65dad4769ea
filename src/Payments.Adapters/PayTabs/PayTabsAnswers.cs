using System.Text.Json;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>What PayTabs' transactions mean. One page can have several: its own, then the sale that follows it, then refunds by hand.</summary>
static class PayTabsAnswers
{
    public static IReadOnlyList<JsonElement> Transactions(JsonElement answer) => answer.ValueKind switch
    {
        JsonValueKind.Array => [.. answer.EnumerateArray().Where(one => one.Text("tran_ref") is not null)],
        JsonValueKind.Object when answer.Text("tran_ref") is not null => [answer],
        _ => [],
    };

    public static bool IsCapture(JsonElement one) => Is(one, "tran_type", "sale", "capture") && StatusOf(one) == "A";

    public static bool IsRefund(JsonElement one) => Is(one, "tran_type", "refund");

    /// <param name="page">The transactions of the page's cart, at least one.</param>
    /// <param name="refunds">Those that we asked for, which have carts of their own.</param>
    /// <returns>Null when a transaction is not what it should be.</returns>
    public static CheckoutSnapshot? Snapshot(string? reference, IReadOnlyList<JsonElement> page, IReadOnlyList<JsonElement> refunds)
    {
        var back = page.Concat(refunds).Where(IsRefund).DistinctBy(one => one.Text("tran_ref"), StringComparer.Ordinal).ToList();
        var captures = page.Where(IsCapture).Select(one => Capture(one, back)).ToList();
        if (captures.Contains(null)) return null;
        var attempts = page.Where(one => !IsRefund(one)).ToList();
        var status = captures.Count > 0 ? CheckoutStatus.Paid : attempts.Select(Status).DefaultIfEmpty(CheckoutStatus.Processing).MaxBy(Weight);
        var raw = string.Join(' ', attempts.Select(one => $"{one.Text("tran_type")}-{StatusOf(one)}"));
        return new(reference ?? attempts.FirstOrDefault().Text("tran_ref"), status, Names.Code(raw, "unknown"), [.. captures.OfType<CaptureSnapshot>()]);
    }

    /// <summary>What one attempt says, when no other says more: one under way outweighs an open page, and that one a failure.</summary>
    static CheckoutStatus Status(JsonElement one) => (Is(one, "tran_type", "payment request"), StatusOf(one)) switch
    {
        (true, "P" or "") => CheckoutStatus.Pending,
        (_, "D" or "E" or "C" or "V") => CheckoutStatus.Failed,
        (_, "X") => CheckoutStatus.Expired,
        _ => CheckoutStatus.Processing,
    };

    static int Weight(CheckoutStatus status) => status switch
    {
        CheckoutStatus.Processing => 4,
        CheckoutStatus.Pending => 3,
        CheckoutStatus.Failed => 2,
        _ => 1,
    };

    static CaptureSnapshot? Capture(JsonElement sale, List<JsonElement> refunds)
    {
        if (sale.Text("tran_ref") is not { } id || Charged(sale) is not { } amount) return null;
        var refunded = 0L;
        foreach (var refund in refunds.Where(one => one.Text("previous_tran_ref") == id && RefundStatusOf(one) != RefundStatus.Failed))
        {
            if (Charged(refund) is not { } money || money.Currency != amount.Currency) return null;
            refunded += money.Amount;
        }

        var profile = sale.Text("profileId") ?? sale.Text("profile_id");
        return new(id, amount, new(refunded, amount.Currency), DisputeStatus.None, Names.PaymentOf(sale.Text("cart_id")), profile, null);
    }

    // What was charged can differ from the cart, by a card's discount or a conversion.
    static Money? Charged(JsonElement one) => one.Text("tran_total") is { } total
        ? PayTabsAmounts.ToMoney(total, one.Text("tran_currency") ?? one.Text("cart_currency"))
        : PayTabsAmounts.ToMoney(one.Text("cart_amount"), one.Text("cart_currency"));

    public static RefundSnapshot? Refund(JsonElement refund) =>
        refund.Text("tran_ref") is { } id && Charged(refund) is { } amount
            ? new(id, RefundStatusOf(refund), amount, Names.Code(StatusOf(refund), "unknown"))
            : null;

    static RefundStatus RefundStatusOf(JsonElement refund) => StatusOf(refund) switch
    {
        "A" => RefundStatus.Succeeded,
        "D" or "E" or "V" or "X" or "C" => RefundStatus.Failed,
        _ => RefundStatus.Pending,
    };

    /// <summary>The letter in capitals; empty when there is none.</summary>
    public static string StatusOf(JsonElement one) => one.Child("payment_result").Text("response_status")?.ToUpperInvariant() ?? "";

    static bool Is(JsonElement one, string field, params ReadOnlySpan<string> values)
    {
        foreach (var value in values)
        {
            if (string.Equals(one.Text(field), value, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }
}
