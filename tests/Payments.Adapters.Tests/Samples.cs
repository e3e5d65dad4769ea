using System.Text;
using Booking.Contracts;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Tests;

/// <summary>Accounts, orders and signatures that tests share. No key here is one that a provider gave out.</summary>
static class Samples
{
    public static readonly Instant Now = Instant.FromUtc(2026, 8, 3, 9, 0);
    public static readonly Guid Payment = Guid.Parse("0198f1c2-7d3a-7c4e-9b5f-aabbccddeeff");
    public static readonly Guid Operation = Guid.Parse("0198f1c2-0000-7000-8000-000000000001");

    public static readonly StripeAccount Stripe = new(Guid.Parse("0198f1c2-0000-7000-8000-00000000000a"), false, "USD", "sk_test_stripe-secret", ["whsec_new", "whsec_old"]);

    public static readonly RazorpayAccount Razorpay =
        new(Guid.Parse("0198f1c2-0000-7000-8000-00000000000b"), false, "INR", "rzp_test_id", "razorpay-secret", ["hook-new", "hook-old"]);

    public static readonly PayTabsAccount PayTabs =
        new(Guid.Parse("0198f1c2-0000-7000-8000-00000000000c"), false, "AED", "ARE", 12345, "paytabs-secret", ["paytabs-earlier"]);

    public static readonly ManualAccount Manual = new(Guid.Parse("0198f1c2-0000-7000-8000-00000000000d"), false, "USD", "Pay at the desk.");

    public static CheckoutOrder Order(Money amount, int attempt = 1) => new(
        Operation, Payment, attempt, amount, "Visit on 3 August, 60 min", new("https://clinic.example/pay/return?p=1"),
        new("https://clinic.example/hooks/1"), Now + Duration.FromMinutes(35) + Duration.FromSeconds(30));

    public static RefundOrder Refund(Money amount, string capture) => new(Operation, Payment, 1, 1, capture, amount);

    /// <summary>A body that a test writes over several lines.</summary>
    public static string OneLine(string lines) => lines.Replace("\n", "", StringComparison.Ordinal);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>The header of an event that Stripe would send.</summary>
    public static string StripeHeader(string secret, string body, Instant at)
    {
        var time = at.ToUnixTimeSeconds();
        return $"t={time},v1={Hmac.Hex(secret, Bytes($"{time}.{body}"))}";
    }

    public static Func<string, string?> Header(string name, string? value) =>
        asked => string.Equals(asked, name, StringComparison.OrdinalIgnoreCase) ? value : null;
}
