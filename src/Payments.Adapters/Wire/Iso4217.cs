using System.Collections.Frozen;
using Booking.Contracts;

namespace Payments.Adapters.Wire;

/// <summary>
/// How many digits of <see cref="Money"/> stand after the point, by ISO 4217. A provider's own number of digits may differ: that is
/// the table of its adapter.
/// </summary>
public static class Iso4217
{
    static readonly FrozenSet<string> None = FrozenSet.Create(
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF");

    static readonly FrozenSet<string> Three = FrozenSet.Create("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND");

    static readonly FrozenSet<string> Four = FrozenSet.Create("CLF", "UYW");

    /// <returns>0, 2, 3 or 4; null for what is not three capital letters.</returns>
    public static int? Digits(string currency) =>
        currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper) ? null
        : None.Contains(currency) ? 0
        : Three.Contains(currency) ? 3
        : Four.Contains(currency) ? 4
        : 2;

    /// <summary>The same value with another number of digits; null when it would have to be rounded or does not fit.</summary>
    public static long? Rescale(long amount, int from, int to)
    {
        for (; from > to; from--)
        {
            if (amount % 10 != 0) return null;
            amount /= 10;
        }

        for (; from < to; from++)
        {
            if (amount is > long.MaxValue / 10 or < long.MinValue / 10) return null;
            amount *= 10;
        }

        return amount;
    }
}
