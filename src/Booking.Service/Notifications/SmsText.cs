using System.Globalization;
using System.Text;
using Booking.Service.Wording;
using NodaTime;

namespace Booking.Service.Notifications;

/// <summary>What a patient reads by SMS: one sentence, when, and where to find the rest; never more than three segments.</summary>
static class SmsText
{
    /// <summary>What a message may cost. A longer one loses first the zone's name, then part of the doctor's, then its link.</summary>
    public const int MostSegments = 3;

    const int ShortName = 30;
    const int Septets = 160, SeptetsOfPart = 153, Units = 70, UnitsOfPart = 67;

    // 3GPP TS 23.038, 6.2.1: the default alphabet and, each at the price of two, its extension.
    const string Alphabet = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    const string Extension = "\f^{}\\[~]|€";

    /// <param name="key">One of the texts <c>sms.*</c>.</param>
    /// <param name="links">What to open, the best first; the last is the page of the visit.</param>
    public static string Of(string key, Words words, string doctor, Instant start, params ReadOnlySpan<string> links)
    {
        var last = links[^1];
        foreach (var link in links)
            if (Write(doctor, named: true, link) is var whole && Segments(whole) <= MostSegments)
                return whole;
        foreach (var (name, link) in new[] { (doctor, last), (Cut(doctor), last), (Cut(doctor), "") })
            if (Write(name, named: false, link) is var shorter && Segments(shorter) <= MostSegments)
                return shorter;
        throw new InvalidOperationException($"The text {key} in {words.Texts.Language} is too long for an SMS.");

        string Write(string name, bool named, string link) => words.Texts
            .Say(key, ("doctor", Phrase.Of(name)), ("when", words.Short(start, named)), ("link", Phrase.Of(link))).Bare().TrimEnd();
    }

    /// <summary>How many parts a telephone network makes of a text: of 160 and 153 septets in its own alphabet, else of 70 and 67 UTF-16 units.</summary>
    public static int Segments(string text)
    {
        var plain = text.All(static c => Alphabet.Contains(c) || Extension.Contains(c));
        var costs = plain
            ? text.Select(static c => Extension.Contains(c) ? 2 : 1).ToArray()
            : text.EnumerateRunes().Select(static rune => rune.Utf16SequenceLength).ToArray();
        var (whole, part) = plain ? (Septets, SeptetsOfPart) : (Units, UnitsOfPart);
        if (costs.Sum() <= whole)
            return 1;
        var (segments, used) = (1, 0);
        foreach (var cost in costs)
            // What costs two is not torn in two.
            (segments, used) = used + cost > part ? (segments + 1, cost) : (segments, used + cost);
        return segments;
    }

    static string Cut(string name)
    {
        var letters = new StringInfo(name);
        return letters.LengthInTextElements <= ShortName && name.Length <= ShortName ? name
            : new StringBuilder(letters.SubstringByTextElements(0, Math.Min(ShortName / 2, letters.LengthInTextElements))).Append("...").ToString();
    }
}
