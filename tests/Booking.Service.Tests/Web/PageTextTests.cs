using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using Booking.Service.Hosting;
using Booking.Service.Payments;
using Booking.Service.Waitlist;
using Booking.Service.Wording;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>The texts of the pages: complete in all languages, none missing, none left over.</summary>
public sealed partial class PageTextTests
{
    static readonly string Folder = Path.Combine(Repository.Root, "src", "Booking.Service", "Web");
    static readonly Dictionary<string, Dictionary<string, string>> All = new[] { "en", "ar", "ur" }.ToDictionary(language => language, Read);
    static readonly string Source = string.Concat(new[] { Folder, Path.Combine(Folder, "..", "Wording") }.SelectMany(folder => Directory.EnumerateFiles(folder, "*.*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor").Select(File.ReadAllText));

    static readonly string Everything = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    /// <summary>What a reader of Arabic or Urdu needs no translation for.</summary>
    static readonly string[] SameEverywhere = ["console."];

    [Theory]
    [InlineData("ar", "zero one two few many other")]
    [InlineData("ur", "one other")]
    public void A_language_has_every_text_and_no_other(string language, string forms)
    {
        var counted = All["en"].Keys.Where(key => key.EndsWith(".one", StringComparison.Ordinal)).Select(key => key[..^".one".Length]).ToHashSet(StringComparer.Ordinal);
        var expected = All["en"].Keys.Where(key => !counted.Contains(Counted(key)))
            .Concat(counted.SelectMany(key => forms.Split(' ').Select(form => $"{key}.{form}")));

        Assert.Equal(expected.Order(StringComparer.Ordinal), All[language].Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("ur")]
    public void A_text_is_translated_and_has_the_places_that_it_has_in_English(string language)
    {
        List<string> wrong = [];
        foreach (var (key, text) in All[language])
        {
            var english = All["en"].GetValueOrDefault(key);
            if (english is not null && !key.EndsWith(".one", StringComparison.Ordinal) && Places(english) != Places(text))
                wrong.Add($"{key}: other places than in English");
            var words = Place().Replace(text, "");
            if (!SameEverywhere.Any(start => key.StartsWith(start, StringComparison.Ordinal)) && english == text && words.Any(char.IsAsciiLetter))
                wrong.Add($"{key}: {text}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_exists()
    {
        var asked = Asked().Matches(Source).Select(match => match.Groups["key"].Value)
            .Concat(AskedCounted().Matches(Source).Select(match => match.Groups["key"].Value + ".other"));

        Assert.DoesNotContain(asked, key => !Texts.OfPages("en").ByKey.ContainsKey(key));
    }

    [Fact]
    public void Every_text_is_used()
    {
        var literals = Literal().Matches(Source).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(All["en"].Keys, key => !literals.Contains(key) && !literals.Contains(Counted(key)) && !IsOfFamily(key));
    }

    [Fact]
    public void Every_value_of_the_wire_has_a_text() => Assert.All(Families(), family => Assert.Equal(
        family.Words.Order(StringComparer.Ordinal),
        All["en"].Keys.Where(key => key.StartsWith(family.Prefix + ".", StringComparison.Ordinal)).Select(key => key[(family.Prefix.Length + 1)..]).Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_refusal_has_a_text_and_nothing_else_has_one()
    {
        var codes = Refusals().Concat(Codes().Matches(Everything).Select(match => match.Groups["code"].Value)).Concat(OfStatuses()).Append("form-out-of-date");

        Assert.Equal(codes.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            All["en"].Keys.Where(key => key.StartsWith("problem.", StringComparison.Ordinal)).Select(key => key["problem.".Length..]).Order(StringComparer.Ordinal));
    }

    static Dictionary<string, string> Read(string language) => Directory.EnumerateFiles(Path.Combine(Folder, "Texts"), $"*.{language}.json")
        .SelectMany(file => JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!).ToDictionary(StringComparer.Ordinal);

    static string Counted(string key) => key[..Math.Max(0, key.LastIndexOf('.'))];

    // Asked for by a value: of an enum, of a problem's code, of a message about a field.
    static bool IsOfFamily(string key) => key.StartsWith("problem.", StringComparison.Ordinal) || key.StartsWith("trouble.", StringComparison.Ordinal)
        || key.StartsWith("field: ", StringComparison.Ordinal) || Families().Any(family => key.StartsWith(family.Prefix + ".", StringComparison.Ordinal));

    // Enums of the contracts, and words of the wire that come from an enum of the service or from nowhere but there.
    static IEnumerable<(string Prefix, IEnumerable<string> Words)> Families() =>
    [
        .. typeof(Wire).Assembly.GetExportedTypes().Where(type => type.IsEnum)
            .Select(type => (JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name), (IEnumerable<string>)Wire.NamesOf(type))),
        ("anomaly_kind", Snakes<AnomalyKind>()), ("waitlist_ended", Snakes<LeavingReason>()), ("rebuild_state", Snakes<RebuildState>()),
        ("projection_state", ["live", "rebuilding", "outdated"]), ("webhook_disabled", ["gone", "failing", "role_ended"]),
    ];

    static IEnumerable<string> Snakes<T>() where T : struct, Enum => Enum.GetNames<T>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);

    static IEnumerable<string> Refusals() =>
        from type in new[] { typeof(Program).Assembly, typeof(Refusal).Assembly }.SelectMany(assembly => assembly.GetTypes())
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(Refusal)
        select ((Refusal)field.GetValue(null)!).Code;

    static IEnumerable<string> OfStatuses() => Enumerable.Range(400, 200)
        .Select(status => Problems.Of(context: null, status).ProblemDetails.Type!["/problems/".Length..]);

    static string Places(string text) => string.Concat(Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex("Problems\\.Of\\([^\";]*\"(?<code>[a-z-]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Codes();

    [GeneratedRegex("\"(?<key>[a-z0-9_-]+(?:\\.[a-z0-9_-]+)+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();

    [GeneratedRegex("(?:V\\[|viewer\\[|Say\\()\"(?<key>[^\"{]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Asked();

    [GeneratedRegex("Count\\(\"(?<key>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex AskedCounted();
}
