namespace Payments.Sandbox;

/// <summary>How Razorpay writes amounts: in minor units of the currency, as its own documentation lists them.</summary>
public static class RazorpayAmounts
{
    static readonly HashSet<string> Whole =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    static readonly HashSet<string> Thousandths = ["BHD", "IQD", "JOD", "KWD", "OMR", "TND"];

    /// <returns>0, 2 or 3.</returns>
    public static int Digits(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    /// <returns>Why it is refused, or null. At least 100 paise in rupees, else 1; the third digit after the point is always 0.</returns>
    public static string? Refusal(long amount, string currency)
    {
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper)) return "Currency is not supported";
        if (amount < 1) return "The amount must be atleast 1.";
        if (currency == "INR" && amount < 100) return "The amount must be atleast INR 1.00";
        return Thousandths.Contains(currency) && amount % 10 != 0
            ? "The amount must end in 0 for currencies with three decimals."
            : null;
    }

    /// <returns>In major units, as a page shows it: 29599 of INR is <c>295.99</c>.</returns>
    public static string Major(long amount, string currency)
    {
        var digits = Digits(currency);
        var text = amount.ToString().PadLeft(digits + 1, '0');
        return digits == 0 ? text : text.Insert(text.Length - digits, ".");
    }
}
