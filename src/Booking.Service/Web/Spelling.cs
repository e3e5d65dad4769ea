using System.Globalization;

namespace Booking.Service.Web;

/// <summary>Telephone numbers, amounts and codes as keyboards of the East and copied text have them, in the signs that the interface reads.</summary>
static class Spelling
{
    /// <summary>Of a field by the last part of its name; what is not known to be a number stays as it was typed.</summary>
    public static string Of(string field, string typed) => field[(field.LastIndexOf('.') + 1)..] switch
    {
        "phone" => Telephone(Number(typed)),
        "amount" or "maxFee" or "value" => Number(typed),
        "couponCode" => WithoutMarks(typed),
        _ => typed,
    };

    /// <summary>Digits of any script as ASCII, with a point where Arabic has its own sign before the decimals.</summary>
    public static string Number(string typed) =>
        string.Concat(WithoutMarks(typed).Select(sign => sign == '\u066b' ? '.' : char.IsDigit(sign) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(sign)) : sign));

    // What is dialled before a country's code where the telephone has no plus.
    static string Telephone(string number) => number.StartsWith("00", StringComparison.Ordinal) ? $"+{number.AsSpan(2).TrimStart()}" : number;

    // Marks of direction come along when a number is copied out of text that runs from the right.
    static string WithoutMarks(string typed) =>
        string.Concat(typed.Where(sign => sign is not ('\u200e' or '\u200f' or '\u061c' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))).Trim();
}
