namespace Booking.Service.Patients;

/// <summary>What stands before a number that is dialled from abroad (ITU-T E.164, list of assigned country codes).</summary>
static class CountryCodes
{
    /// <summary>Countries of two digits; every other beginning from 2 to 9 has three.</summary>
    static readonly string[] OfTwo =
    [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51", "52", "53", "54", "55", "56", "57", "58",
        "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90", "91", "92", "93", "94", "95", "98",
    ];

    /// <summary>Also those that nobody has yet, and Italy's with the zero that its numbers keep.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "1", "7", "390", .. OfTwo,
        .. Enumerable.Range(20, 80).Where(two => two / 10 != 7).Select(Text).Except(OfTwo, StringComparer.Ordinal).SelectMany(two => Enumerable.Range(0, 10).Select(third => two + Text(third))),
    ];

    static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
