using System.Globalization;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Booking.Service.Payments;

/// <summary>Money as people write it: in major units, with as many digits after the point as the currency has.</summary>
static class MoneyText
{
    const int UsualDigits = 2;

    /// <returns><c>1,234.50</c>, <c>9,000</c>, <c>12.500</c>.</returns>
    public static string Major(Money money) => Major(money, "N");

    /// <returns>The same without separators, as <see cref="Minor"/> reads it.</returns>
    public static string Typed(Money money) => Major(money, "F");

    /// <summary>Reads <c>12.5</c> or <c>12.50</c>. A comma is a point to some and nothing to others, a factor of a hundred apart, so an amount with one is none.</summary>
    /// <param name="most">In major units.</param>
    /// <returns>Minor units; null for what is no amount, has a sign, is more than that or has more digits than the currency.</returns>
    public static long? Minor(string? typed, string currency, decimal most)
    {
        if (!decimal.TryParse(typed, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major) || major > most)
        {
            return null;
        }

        var minor = major * Scale(Digits(currency));
        return minor == decimal.Truncate(minor) ? (long)minor : null;
    }

    public static int Digits(string currency) => Iso4217.Digits(currency) ?? UsualDigits;

    static string Major(Money money, string format)
    {
        var digits = Digits(money.Currency);
        return (money.Amount / Scale(digits)).ToString($"{format}{digits}", CultureInfo.InvariantCulture);
    }

    static decimal Scale(int digits)
    {
        var scale = 1m;
        for (var i = 0; i < digits; i++)
        {
            scale *= 10;
        }

        return scale;
    }
}
