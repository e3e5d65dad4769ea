using System.Text.RegularExpressions;
using Booking.Service.Notifications;
using Booking.Service.Wording;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Notifications;

/// <summary>The texts of all languages say the same things.</summary>
public sealed partial class NoticeTextTests
{
    static readonly Texts English = Texts.OfNotices("en");
    static readonly string[] Counted = ["in.minutes", "in.hours", "in.days"];

    public static TheoryData<string> Languages => ["en", "ar", "ur"];

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_language_has_every_text_and_no_other(string language)
    {
        var texts = Texts.OfNotices(language);
        string[] forms = language == "ar" ? ["zero", "one", "two", "few", "many", "other"] : ["one", "other"];

        Assert.Equal(language, texts.Language);
        Assert.Equal(
            English.ByKey.Keys.Where(key => !IsCounted(key)).Concat(Counted.SelectMany(key => forms.Select(form => $"{key}.{form}"))).Order(StringComparer.Ordinal),
            texts.ByKey.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void A_text_has_the_places_that_it_has_in_English(string language)
    {
        foreach (var (key, text) in Texts.OfNotices(language).ByKey)
            if (!IsCounted(key))
                Assert.Equal((key, Places(English.ByKey[key])), (key, Places(text)));
            else
                Assert.True(Places(text) is "" or "{n}", key);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("ur")]
    public void A_text_is_translated_and_begins_from_the_right(string language)
    {
        foreach (var (key, text) in Texts.OfNotices(language).ByKey)
        {
            // Urdu writes the halves of the day as English does; a count begins with its number, a time with its weekday.
            if (key is "am" or "pm")
                continue;
            var words = Place().Replace(text, "");
            Assert.False(words.Any(char.IsAsciiLetter), $"{key}: {text}");
            Assert.True(key.StartsWith("when", StringComparison.Ordinal) || words.FirstOrDefault(char.IsLetter) is var first && Phrase.IsRightToLeft(first), $"{key}: {text}");
        }
    }

    [Fact]
    public void Every_text_is_used_and_every_text_that_is_used_exists()
    {
        string[] folders = ["Notifications", "Wording"];
        var code = string.Concat(folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "Booking.Service", folder), "*.cs")).Select(File.ReadAllText));
        var literals = Literal().Matches(code).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(English.ByKey.Keys, key => !IsCounted(key) && !key.StartsWith("day.", StringComparison.Ordinal)
            && !key.StartsWith("month.", StringComparison.Ordinal) && !literals.Contains(key));
        Assert.DoesNotContain(Counted, key => !literals.Contains(key));
    }

    [Theory]
    [InlineData(0, "أقل من دقيقة")]
    [InlineData(1, "دقيقة واحدة")]
    [InlineData(2, "دقيقتين")]
    [InlineData(3, "3 دقائق")]
    [InlineData(10, "10 دقائق")]
    [InlineData(11, "11 دقيقة")]
    [InlineData(99, "99 دقيقة")]
    [InlineData(100, "100 دقيقة")]
    [InlineData(103, "103 دقائق")]
    public void Arabic_counts_in_six_forms(int count, string text) => Assert.Equal(text, Texts.OfNotices("ar").Count("in.minutes", count).Bare());

    [Theory]
    [InlineData("en", 1, "1 hour")]
    [InlineData("en", 24, "24 hours")]
    [InlineData("ur", 1, "1 گھنٹے")]
    [InlineData("ur", 24, "24 گھنٹوں")]
    public void English_and_Urdu_count_in_two(string language, int count, string text) => Assert.Equal(text, Texts.OfNotices(language).Count("in.hours", count).Bare());

    [Fact]
    public void Another_language_gets_English() => Assert.Same(English, Texts.OfNotices("fr"));

    [Fact]
    public void A_place_without_a_value_is_an_error_and_never_a_mail() =>
        Assert.Throws<KeyNotFoundException>(() => English.Say("reference"));

    [Fact]
    public void What_has_a_direction_of_its_own_is_isolated_where_directions_mix()
    {
        var phrase = Texts.OfNotices("ar").Say("reference", ("reference", Phrase.Apart("AB<12")));

        Assert.Equal("الرقم المرجعي: \u2068AB<12\u2069", phrase.Plain(rightToLeft: true));
        Assert.Equal("الرقم المرجعي: <bdi>AB&lt;12</bdi>", phrase.Html());
        Assert.Equal("Reference: AB<12", English.Say("reference", ("reference", Phrase.Apart("AB<12"))).Plain(rightToLeft: false));
        Assert.Equal("Reference: \u2068مها\u2069", English.Say("reference", ("reference", Phrase.Apart("مها"))).Plain(rightToLeft: false));
    }

    static bool IsCounted(string key) => Counted.Any(counted => key.StartsWith(counted + ".", StringComparison.Ordinal));

    static string Places(string text) => string.Concat(Place().Matches(text).Select(match => match.Value).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{[a-zA-Z]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Place();

    [GeneratedRegex("\"(?<key>[a-zA-Z.]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Literal();
}
