using System.Globalization;
using System.Text;

namespace Booking.Service.Patients;

/// <summary>
/// What a patient is found by, in plain text before it is hashed: each whole word of the name, the e-mail address, the phone number.
/// The kind stands before the word, so that a name of digits is no phone number.
/// </summary>
public static class SearchWords
{
    const int ShortestPhone = 7;

    // A number has at most 15 digits with its country (E.164), which has at least one.
    const int LongestAtHome = 14;
    const string PhoneKind = "phone/";
    const char FirstFullWidth = '\uFF01', LastFullWidth = '\uFF5E', FirstNarrow = '!';

    public static IEnumerable<string> Of(Contact contact) =>
        NameWords(contact.FullName).Append(Email(contact.Email)).Append(Phone(contact.Phone));

    public static string Email(string address) => "email/" + Folded(address);

    /// <summary>What all must be there of a patient whom somebody looks for; nothing when the query has neither letter nor digit.</summary>
    public static IEnumerable<string> OfQuery(string query)
    {
        var folded = Folded(query);
        return IsPhone(Western(folded))
            ? [Phone(Western(folded))]
            : folded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(part => part.Contains('@') ? [Email(part)] : IsPhone(Western(part)) ? [Phone(Western(part))] : NameWords(part)).Distinct();
    }

    /// <summary>
    /// The words of all numbers that somebody may mean who says one as it is dialled at home, without its country: hashes have no ends to look for, so the number
    /// is tried in every country.
    /// </summary>
    /// <param name="word">Of <see cref="OfQuery"/>.</param>
    /// <returns>Empty when the word is none of a phone number.</returns>
    public static IEnumerable<string> Numbers(string word) =>
        !word.StartsWith(PhoneKind, StringComparison.Ordinal) ? []
        : word.Length - PhoneKind.Length > LongestAtHome ? [word]
        : CountryCodes.All.Select(country => PhoneKind + country + word[PhoneKind.Length..]).Prepend(word);

    // Whether somebody writes + or 00 before the country is a habit and no part of the number.
    static string Phone(string number) => PhoneKind + string.Concat(number.Where(char.IsAsciiDigit)).TrimStart('0');

    static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) >= ShortestPhone && text.All(c => char.IsAsciiDigit(c) || char.IsWhiteSpace(c) || "+-()./".Contains(c));

    static IEnumerable<string> NameWords(string name) =>
        WordsIn(Folded(name)).Distinct(StringComparer.Ordinal).Select(word => "name/" + word);

    /// <summary>The words of a text that was folded: what stands between two letters and is neither letter nor digit parts them.</summary>
    public static IEnumerable<string> WordsIn(string folded)
    {
        var word = new StringBuilder();
        foreach (var rune in folded.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpacingCombiningMark)
                word.Append(rune.ToString());
            // Vowel points of Arabic and the like: some write them, most do not.
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        if (word.Length > 0)
            yield return word.ToString();
    }

    /// <summary>Lower-case, in half width, with each accent in one with its letter: two texts that differ in that alone become equal.</summary>
    public static string Folded(string text) => Accents.Compose(string.Concat(text.Select(Narrow)).ToLowerInvariant());

    // Digits as they are written in Arabic, Urdu or any other script.
    static string Western(string text) => string.Concat(text.Select(c => char.IsDigit(c) ? (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)) : c));

    static char Narrow(char c) => c is >= FirstFullWidth and <= LastFullWidth ? (char)(c - FirstFullWidth + FirstNarrow) : c;
}
