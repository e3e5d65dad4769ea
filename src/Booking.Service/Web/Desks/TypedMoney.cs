using System.Globalization;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Booking.Service.Web.Desks;

/// <summary>
/// An amount as the desk types it, in major units: <c>12.50</c>. A comma is a point to some and nothing to others, a factor of a hundred apart, so an amount with one is asked for again.
/// </summary>
static class TypedMoney
{
    /// <summary>Beyond any visit, and far below what a number of minor units holds.</summary>
    const decimal Most = 1_000_000_000;

    /// <returns>Null for what is no amount, is nothing, or has more digits than the currency.</returns>
    public static Money? Read(string text, string currency)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major) || major is <= 0 or > Most)
            return null;
        var minor = major;
        for (var i = 0; i < (Iso4217.Digits(currency) ?? 2); i++)
            minor *= 10;
        return minor == decimal.Truncate(minor) ? new((long)minor, currency) : null;
    }
}
