using System.Collections.Frozen;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>
/// Stripe's integers. Its digits differ from ISO 4217: MGA has none, UGX and ISK have two that must be zero, and of three digits the last
/// must be zero (docs.stripe.com/currencies; support article on ISK and UGX).
/// </summary>
static class StripeAmounts
{
    const long Largest = 99_999_999;
    const long LeastUsd = 50;

    static readonly FrozenSet<string> NoDigits = FrozenSet.Create(
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    static readonly FrozenSet<string> ThreeDigits = FrozenSet.Create("BHD", "JOD", "KWD", "OMR", "TND");

    /// <returns>What Stripe calls the amount; null when Stripe cannot charge exactly it.</returns>
    public static long? ToWire(Money money) =>
        PartToWire(money) is { } amount && amount <= Largest && !(money.Currency == "USD" && amount < LeastUsd) ? amount : null;

    /// <summary>As <see cref="ToWire"/>, but a part that goes back may be less than the least charge.</summary>
    public static long? PartToWire(Money money)
    {
        if (Digits(money.Currency) is not { } digits || Iso4217.Digits(money.Currency) is not { } iso) return null;
        return Iso4217.Rescale(money.Amount, iso, digits) is { } amount && amount > 0 && (digits != 3 || amount % 10 == 0) ? amount : null;
    }

    /// <returns>The money that Stripe means; null when it is none, or finer than the currency.</returns>
    public static Money? ToMoney(long? amount, string? currency)
    {
        if (amount is not { } value || currency?.ToUpperInvariant() is not { } code) return null;
        if (Digits(code) is not { } digits || Iso4217.Digits(code) is not { } iso) return null;
        return Iso4217.Rescale(value, digits, iso) is { } minor ? new(minor, code) : null;
    }

    static int? Digits(string currency) =>
        NoDigits.Contains(currency) ? 0
        : ThreeDigits.Contains(currency) ? 3
        : Iso4217.Digits(currency) is > 2 or null ? null
        : 2;
}
