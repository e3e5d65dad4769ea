using System.Collections.Frozen;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>
/// Razorpay's integers: the digits of ISO 4217, of three the last zero (razorpay.com/docs, international currencies). Currencies of three
/// digits other than those that it documents are not taken.
/// </summary>
static class RazorpayAmounts
{
    const long LeastInr = 100;

    static readonly FrozenSet<string> ThreeDigits = FrozenSet.Create("BHD", "JOD", "KWD", "OMR", "TND");

    /// <returns>What Razorpay calls the amount; null when Razorpay cannot charge exactly it.</returns>
    public static long? ToWire(Money money)
    {
        if (money.Amount < 1 || !Known(money.Currency)) return null;
        if (ThreeDigits.Contains(money.Currency) && money.Amount % 10 != 0) return null;
        return money.Currency == "INR" && money.Amount < LeastInr ? null : money.Amount;
    }

    /// <summary>As <see cref="ToWire"/>, but a part that goes back may be less than the least payment.</summary>
    public static long? PartToWire(Money money) => money.Currency == "INR" && money.Amount >= 1 ? money.Amount : ToWire(money);

    /// <returns>The money that Razorpay means; null when it is none.</returns>
    public static Money? ToMoney(long? amount, string? currency) =>
        amount is { } value && currency?.ToUpperInvariant() is { } code && Known(code) ? new(value, code) : null;

    static bool Known(string currency) => Iso4217.Digits(currency) is 0 or 2 || ThreeDigits.Contains(currency);
}
