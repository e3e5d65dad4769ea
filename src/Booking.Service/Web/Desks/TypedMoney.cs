using System.Globalization;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Booking.Service.Web.Desks;

/// <summary>An amount as the desk types it, in major units: <c>12.50</c>, <c>1,200</c>.</summary>
static class TypedMoney
{
    /// <summary>Beyond any visit, and far below what a number of minor units holds.</summary>
    const decimal Most = 1_000_000_000;

    /// <returns>Null for what is no amount, is nothing, or has more digits than the currency.</returns>
    public static Money? Read(string text, string currency)
    {
        const NumberStyles plain = NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;
        if (!decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var major) || major is <= 0 or > Most)
            return null;
        var minor = major;
        for (var i = 0; i < (Iso4217.Digits(currency) ?? 2); i++)
            minor *= 10;
        return minor == decimal.Truncate(minor) ? new((long)minor, currency) : null;
    }
}
