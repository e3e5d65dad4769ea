using System.Globalization;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>
/// PayTabs' decimals of the major unit: a number with exactly the currency's digits in requests, a text or number in answers. Whether it
/// keeps a third digit is not known, so that one must be zero, as with the others.
/// </summary>
static class PayTabsAmounts
{
    const decimal Least = 0.01m;
    const decimal Largest = 9_999_999_999.99m;

    /// <returns>What PayTabs calls the amount, with the currency's digits; null when PayTabs cannot charge exactly it.</returns>
    public static decimal? ToWire(Money money)
    {
        if (Iso4217.Digits(money.Currency) is not { } digits || digits > 3) return null;
        if (money.Amount < 1 || (digits == 3 && money.Amount % 10 != 0)) return null;
        var amount = new decimal((int)(money.Amount & 0xffffffff), (int)(money.Amount >> 32), 0, isNegative: false, (byte)digits);
        return amount is >= Least and <= Largest ? amount : null;
    }

    /// <returns>The money that PayTabs means; null when it is none, or finer than the currency.</returns>
    public static Money? ToMoney(string? amount, string? currency)
    {
        if (currency?.ToUpperInvariant() is not { } code || Iso4217.Digits(code) is not { } digits) return null;
        if (!decimal.TryParse(amount, NumberStyles.Float, CultureInfo.InvariantCulture, out var major) || major is < 0 or > Largest) return null;
        for (var digit = 0; digit < digits; digit++) major *= 10;
        return decimal.IsInteger(major) ? new((long)major, code) : null;
    }
}
