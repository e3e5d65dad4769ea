using Booking.Service.Patients;

namespace Booking.Service.Doctors;

/// <summary>
/// What a doctor is found by, as the lexemes of one index: words of name, specialties, bio and city, and each specialty and language as a
/// whole. The kind stands before the word. Case, width and accents make no difference, in words not even missing accents.
/// </summary>
static class DoctorSearch
{
    /// <summary>Characters of a word that count; PostgreSQL's lexemes have at most 2,046 bytes.</summary>
    const int LongestWord = 100;

    const char Word = 'w', Specialty = 's', Language = 'l';

    public static string[] Of(DoctorProfile doctor) =>
    [
        .. WordsOf(string.Join(' ', [doctor.FullName, .. doctor.Specialties, doctor.Bio, doctor.Location?.City])).Select(word => $"{Word}{word}"),
        .. doctor.Specialties.Select(specialty => Whole(Specialty, specialty)).Distinct(StringComparer.Ordinal),
        .. doctor.Languages.Select(language => Whole(Language, language)).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>A <c>tsquery</c> that demands all of it: the beginning of a word for each word asked for, specialty and language whole.</summary>
    /// <returns>Null when nothing is asked for, or nothing with a letter or a digit in it.</returns>
    public static string? Query(string? words, string? specialty, string? language)
    {
        var wanted = WordsOf(words ?? "").Select(word => $"{Quoted($"{Word}{word}")}:*").ToList();
        if (!string.IsNullOrWhiteSpace(specialty))
        {
            wanted.Add(Quoted(Whole(Specialty, specialty)));
        }

        if (!string.IsNullOrWhiteSpace(language))
        {
            wanted.Add(Quoted(Whole(Language, language)));
        }

        return wanted.Count == 0 ? null : string.Join(" & ", wanted);
    }

    static IEnumerable<string> WordsOf(string text) => SearchWords.WordsIn(Accents.Strip(SearchWords.Folded(text)))
        .Select(word => word.Length > LongestWord ? word[..LongestWord] : word).Distinct(StringComparer.Ordinal);

    static string Whole(char kind, string text) => $"{kind}{SearchWords.Folded(text).Trim()}";

    static string Quoted(string lexeme) => $"'{lexeme.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
