using System.Globalization;
using Payments.Adapters.Wire;

namespace Booking.Service.Web;

/// <summary>Amounts as people type them.</summary>
static class MoneyFields
{
    const int UsualDigits = 2;
    const decimal Most = 1_000_000_000_000m;

    /// <returns>Minor units of the currency: 12.5 of USD is 1250; null for what is no amount, is less than nothing, has too many digits, or a comma.</returns>
    public static long? Minor(string typed, string currency)
    {
        if (!decimal.TryParse(typed, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var amount)
            || amount is < 0 or > Most)
            return null;
        for (var digits = Iso4217.Digits(currency) ?? UsualDigits; digits > 0; digits--)
            amount *= 10;
        return amount == decimal.Truncate(amount) ? (long)amount : null;
    }
}
