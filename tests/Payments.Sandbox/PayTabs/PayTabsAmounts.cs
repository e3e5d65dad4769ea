using System.Text.Json;

namespace Payments.Sandbox;

/// <summary>How PayTabs writes amounts: decimals of the major unit, a number in requests and a text in answers.</summary>
public static class PayTabsAmounts
{
    const decimal Least = 0.01m;
    const decimal Most = 9_999_999_999.99m;

    static readonly HashSet<string> Whole =
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    static readonly HashSet<string> Thousandths = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];

    /// <returns>0, 2 or 3, as ISO 4217 has it.</returns>
    public static int Digits(string currency) => Whole.Contains(currency) ? 0 : Thousandths.Contains(currency) ? 3 : 2;

    /// <returns>500 of AED as <c>500.00</c>.</returns>
    public static string Write(decimal amount, string currency) => amount.ToString("F" + Digits(currency));

    /// <returns>Null for anything but a number from 0.01 to 9999999999.99 with no more digits than the currency has.</returns>
    public static decimal? Read(JsonElement value, string currency) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var amount) && amount is >= Least and <= Most
            && amount == decimal.Round(amount, Digits(currency))
            ? amount
            : null;

    /// <returns>200.00 of AED as 20000 minor units.</returns>
    public static Money Minor(decimal amount, string currency) => new((long)(amount * (decimal)Math.Pow(10, Digits(currency))), currency);

    /// <returns>20000 minor units of AED as 200.00.</returns>
    public static decimal Of(Money money) => new decimal(money.Amount) / (decimal)Math.Pow(10, Digits(money.Currency));
}
