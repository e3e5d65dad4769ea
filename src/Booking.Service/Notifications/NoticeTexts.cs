using System.Collections.Frozen;
using System.Text.Json;

namespace Booking.Service.Notifications;

/// <summary>The texts of one language, each under a key that all languages have. They stand in <c>Texts/*.json</c>, embedded.</summary>
sealed class NoticeTexts
{
    static readonly FrozenDictionary<string, NoticeTexts> All =
        new[] { "en", "ar", "ur" }.ToFrozenDictionary(language => language, language => new NoticeTexts(language), StringComparer.Ordinal);

    NoticeTexts(string language)
    {
        using var file = typeof(NoticeTexts).Assembly.GetManifestResourceStream($"notices.{language}.json")
            ?? throw new InvalidOperationException($"The texts in {language} are not embedded.");
        (Language, ByKey) = (language, JsonSerializer.Deserialize<Dictionary<string, string>>(file)!.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public string Language { get; }
    public FrozenDictionary<string, string> ByKey { get; }
    public bool IsRightToLeft => Language is "ar" or "ur";

    /// <param name="language">en, ar or ur; anything else gets English.</param>
    public static NoticeTexts In(string language) => All.GetValueOrDefault(language) ?? All["en"];

    /// <exception cref="KeyNotFoundException">There is no such text, or it has a place for which there is no value.</exception>
    public Phrase Say(string key, params ReadOnlySpan<(string Name, Phrase Value)> values)
    {
        var template = ByKey[key].AsSpan();
        List<Piece> pieces = [];
        while (template.IndexOf('{') is var open and >= 0)
        {
            var close = template.IndexOf('}');
            pieces.Add(new(template[..open].ToString(), Apart: false));
            pieces.AddRange(ValueOf(template[(open + 1)..close], values).Pieces);
            template = template[(close + 1)..];
        }

        pieces.Add(new(template.ToString(), Apart: false));
        return new(EquatableList.Of<Piece>(pieces.Where(static piece => piece.Text.Length > 0).ToArray()));
    }

    /// <summary>A number with its noun in the form that the language wants.</summary>
    /// <param name="count">0 or more.</param>
    public Phrase Count(string key, int count) => Say($"{key}.{Plural(count)}", ("n", Phrase.Of(count.ToString())));

    /// <summary>Plural categories of Unicode's CLDR for whole numbers.</summary>
    public string Plural(int count) => Language != "ar"
        ? count == 1 ? "one" : "other"
        : (count, count % 100) switch
        {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, >= 3 and <= 10) => "few",
            (_, >= 11) => "many",
            _ => "other",
        };

    static Phrase ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, Phrase Value)> values)
    {
        foreach (var (known, value) in values)
            if (name.SequenceEqual(known))
                return value;
        throw new KeyNotFoundException($"A text asks for {name}, which is not given.");
    }
}
