using System.Text;

namespace Payments.Adapters.Stripe;

/// <summary>What is sent to Stripe, as form fields with brackets for what is nested.</summary>
static class StripeRequests
{
    /// <summary>The version whose rules and shapes this adapter was written for; the webhook endpoint must have the same.</summary>
    public const string Version = "2026-07-29.dahlia";

    // Only cards: a method that settles later would leave the visit undecided at its deadline. Without adaptive pricing the payer is
    // charged what was asked, in the currency in which it was asked, and the two can be compared.
    public static string Checkout(CheckoutOrder order) => Form(
        ("mode", "payment"),
        ("submit_type", "book"),
        ("payment_method_types[0]", "card"),
        ("adaptive_pricing[enabled]", "false"),
        ("client_reference_id", $"{order.Payment:D}"),
        ("metadata[payment_id]", $"{order.Payment:D}"),
        ("metadata[attempt]", $"{order.Attempt}"),
        ("payment_intent_data[metadata][payment_id]", $"{order.Payment:D}"),
        ("payment_intent_data[metadata][attempt]", $"{order.Attempt}"),
        ("line_items[0][quantity]", "1"),
        ("line_items[0][price_data][currency]", order.Amount.Currency.ToLowerInvariant()),
        ("line_items[0][price_data][unit_amount]", $"{Exactly(StripeAmounts.ToWire(order.Amount))}"),
        ("line_items[0][price_data][product_data][name]", order.Description),
        ("success_url", order.ReturnUrl.AbsoluteUri),
        ("cancel_url", order.ReturnUrl.AbsoluteUri),
        ("expires_at", $"{order.ExpiresAt.ToUnixTimeSeconds()}"));

    public static string Refund(RefundOrder order) => Form(
        ("payment_intent", order.Capture),
        ("amount", $"{Exactly(StripeAmounts.PartToWire(order.Amount))}"),
        ("reason", "requested_by_customer"),
        ("metadata[refund_id]", order.Ours),
        ("metadata[payment_id]", $"{order.Payment:D}"));

    static long Exactly(long? amount) => amount ?? throw new ArgumentOutOfRangeException(nameof(amount), "Stripe cannot move exactly this amount.");

    static string Form(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var form = new StringBuilder();
        foreach (var (name, value) in fields)
        {
            if (form.Length > 0) form.Append('&');
            form.Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return form.ToString();
    }
}
