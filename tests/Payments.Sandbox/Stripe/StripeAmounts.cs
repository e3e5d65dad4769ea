using System.Globalization;

namespace Payments.Sandbox;

/// <summary>Stripe's own table of currencies: not ISO's.</summary>
static class StripeAmounts
{
    const long Most = 99_999_999;

    const string TwoDecimals =
        "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb "
        + "eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn "
        + "myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah "
        + "uyu uzs wst xcd yer zar zmw ugx isk";

    static readonly Dictionary<string, int> Digits = Table();

    /// <summary>The least that is taken, about half a US dollar; where none is known, 1.</summary>
    static readonly Dictionary<string, long> Least = new()
    {
        ["usd"] = 50, ["aed"] = 200, ["aud"] = 50, ["bgn"] = 100, ["brl"] = 50, ["cad"] = 50, ["chf"] = 50, ["czk"] = 1500, ["dkk"] = 250, ["eur"] = 50,
        ["gbp"] = 30, ["hkd"] = 400, ["huf"] = 17500, ["inr"] = 50, ["jpy"] = 50, ["mxn"] = 1000, ["myr"] = 200, ["nok"] = 300, ["nzd"] = 50, ["pln"] = 200,
        ["ron"] = 200, ["sek"] = 300, ["sgd"] = 50, ["thb"] = 1000,
    };

    /// <exception cref="StripeException">Not a currency that Stripe knows; case does not matter.</exception>
    public static string Currency(string raw, string param) => Digits.ContainsKey(raw.ToLowerInvariant())
        ? raw.ToLowerInvariant()
        : throw new StripeException(StripeError.Invalid($"Invalid currency: {raw}. Stripe currently supports these currencies: usd, aed, afn, …", param));

    /// <summary>What the payer is to be charged, checked.</summary>
    /// <exception cref="StripeException">Too small, too large, or not a multiple where the currency wants one.</exception>
    public static void Charge(long amount, string currency, string param)
    {
        Multiple(amount, currency, param);
        if (amount < Least.GetValueOrDefault(currency, 1))
            throw new StripeException(StripeError.Invalid("The Checkout Session's total amount must convert to at least 50 cents.", param, "amount_too_small"));
        if (amount > Most)
            throw new StripeException(StripeError.Invalid($"Amount must be no more than {Written(Most, currency)}", param, "amount_too_large"));
    }

    /// <summary>Three-decimal currencies end in 0; UGX and ISK have two digits that must be 00.</summary>
    public static void Multiple(long amount, string currency, string param)
    {
        var step = currency is "ugx" or "isk" ? 100 : Digits[currency] == 3 ? 10 : 1;
        if (amount % step == 0) return;
        var code = step == 100 ? "invalid_charge_amount_no_decimal_compatible" : "parameter_invalid_integer";
        throw new StripeException(StripeError.Invalid($"Invalid amount: in {currency} it must be a multiple of {step}.", param, code));
    }

    /// <summary>In major units with the currency, for a person.</summary>
    public static string Written(long amount, string currency)
    {
        var digits = Digits.GetValueOrDefault(currency, 2);
        var unit = 1m;
        for (var i = 0; i < digits; i++) unit *= 10;
        return (amount / unit).ToString($"N{digits}", CultureInfo.InvariantCulture) + " " + currency.ToUpperInvariant();
    }

    static Dictionary<string, int> Table()
    {
        var table = TwoDecimals.Split(' ').ToDictionary(c => c, _ => 2);
        foreach (var currency in "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf".Split(' ')) table[currency] = 0;
        foreach (var currency in "bhd jod kwd omr tnd".Split(' ')) table[currency] = 3;
        return table;
    }
}
