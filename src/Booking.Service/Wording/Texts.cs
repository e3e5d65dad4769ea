using System.Collections.Frozen;
using System.Text.Json;

namespace Booking.Service.Wording;

/// <summary>
/// The texts of one language, each under a key that all languages have. They stand in <c>Texts/*.json</c> of notifications and pages, embedded.
/// </summary>
public sealed class Texts
{
    const string Fallback = "en";

    static readonly string[] Known = [Fallback, "ar", "ur"];

    // What pages say is more than what messages say: they name days, months and lengths of time with the same words.
    static readonly FrozenDictionary<string, Texts> Notices = Load("notices."), Pages = Load("notices.", "pages.");

    Texts(string language, params ReadOnlySpan<string> sources)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(Texts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.EndsWith($".{language}.json", StringComparison.Ordinal) || !StartsWithAny(name, sources))
                continue;
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(file)!)
                if (!all.TryAdd(key, text))
                    throw new InvalidOperationException($"{name} has {key}, which stands elsewhere, too.");
        }

        (Language, ByKey) = (language, all.ToFrozenDictionary(StringComparer.Ordinal));
    }

    public string Language { get; }
    public FrozenDictionary<string, string> ByKey { get; }
    public bool IsRightToLeft => Language is "ar" or "ur";

    /// <param name="language">en, ar or ur; anything else gets English.</param>
    public static Texts OfNotices(string language) => Notices.GetValueOrDefault(language) ?? Notices[Fallback];

    /// <inheritdoc cref="OfNotices"/>
    public static Texts OfPages(string language) => Pages.GetValueOrDefault(language) ?? Pages[Fallback];

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

    static FrozenDictionary<string, Texts> Load(params string[] sources) =>
        Known.ToFrozenDictionary(language => language, language => new Texts(language, sources), StringComparer.Ordinal);

    static bool StartsWithAny(string name, ReadOnlySpan<string> sources)
    {
        foreach (var source in sources)
            if (name.StartsWith(source, StringComparison.Ordinal))
                return true;
        return false;
    }

    static Phrase ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, Phrase Value)> values)
    {
        foreach (var (known, value) in values)
            if (name.SequenceEqual(known))
                return value;
        throw new KeyNotFoundException($"A text asks for {name}, which is not given.");
    }
}
