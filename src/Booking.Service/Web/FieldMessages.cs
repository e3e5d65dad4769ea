using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Booking.Service.Wording;

namespace Booking.Service.Web;

/// <summary>
/// Says in the reader's language, and in words of the page, what the interface says in an English sentence: what is wrong with a field, which rule a refund follows. The key of a sentence
/// is its own text with its numbers as <c>{n}</c> and names as <c>{text}</c>, in order; <c>fields.en.json</c> has them all, and a test finds each that the
/// service can give. In English most stand as they are; where the interface names its own field, a page says what its label does.
/// </summary>
static partial class FieldMessages
{
    const string Prefix = "field: ";

    // Sentences with names in them are found by their shape; there are few.
    static readonly FrozenDictionary<string, Regex> Shapes = Texts.OfPages(Accounts.Languages.Default).ByKey.Keys
        .Where(key => key.StartsWith(Prefix, StringComparison.Ordinal) && key.Contains("{text}", StringComparison.Ordinal))
        .ToFrozenDictionary(key => key, Shape, StringComparer.Ordinal);

    /// <returns>The sentence as it is, when there is no text for it.</returns>
    public static string In(Texts texts, string message)
    {
        if (texts.ByKey.GetValueOrDefault(Key(message)) is { } template)
            return Filled(template, [], Number().Matches(message).Select(match => match.Value));
        foreach (var (key, shape) in Shapes)
            if (shape.Match(message) is { Success: true, Groups: var found })
                return Filled(texts.ByKey[key], found["text"].Captures.Select(text => text.Value), found["n"].Captures.Select(number => number.Value));
        return message;
    }

    public static string Key(string message) => Prefix + Number().Replace(message, "{n}");

    static string Filled(string template, IEnumerable<string> names, IEnumerable<string> numbers)
    {
        Queue<string> ofText = new(names), ofNumber = new(numbers);
        return Place().Replace(template, place => (place.Value == "{n}" ? ofNumber : ofText).TryDequeue(out var value) ? value : "");
    }

    static Regex Shape(string key) => new(
        $"^{Regex.Escape(key[Prefix.Length..]).Replace(@"\{n}", @"(?<n>\d+(?:[.,]\d+)*)", StringComparison.Ordinal).Replace(@"\{text}", "(?<text>.+)", StringComparison.Ordinal)}$",
        RegexOptions.ExplicitCapture, TimeSpan.FromMilliseconds(100));

    [GeneratedRegex(@"\d+(?:[.,]\d+)*", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{(?:n|text)\}", RegexOptions.None, matchTimeoutMilliseconds: 100)]
    private static partial Regex Place();
}
