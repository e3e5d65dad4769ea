using System.Globalization;
using Booking.Contracts;
using Payments.Adapters.Wire;

namespace Booking.Service.Payments;

/// <summary>Money as people write it.</summary>
static class MoneyText
{
    /// <returns>In major units with the currency's digits: <c>1,234.50</c>, <c>9,000</c>, <c>12.500</c>.</returns>
    public static string Major(Money money)
    {
        var digits = Iso4217.Digits(money.Currency) ?? 2;
        var divisor = 1m;
        for (var i = 0; i < digits; i++)
        {
            divisor *= 10;
        }

        return (money.Amount / divisor).ToString($"N{digits}", CultureInfo.InvariantCulture);
    }
}
