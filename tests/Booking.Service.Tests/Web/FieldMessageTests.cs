using System.Text.RegularExpressions;
using Booking.Service.Web;
using Booking.Service.Wording;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Web;

/// <summary>What the interface says of a field in English, pages say in the reader's language: all of it.</summary>
public sealed partial class FieldMessageTests
{
    static readonly string Source = Path.Combine(Repository.Root, "src");

    /// <summary>Sentences for operators at a terminal, for logs and for stored bytes; whoever fills in a form meets none of them.</summary>
    static readonly string[] ForOthers =
    [
        "/Cli/", "/Metrics/", "/Demo/", "/Doctors/DoctorFile", "/Doctors/DoctorCells", "/Doctors/DoctorColumns", "/Doctors/ImportDoctors", "/Availability/GetWhy",
        "/EquatableList", "/Ids.cs", "/ManageAccounts", "Limits.cs", "/Terms.cs", "/SlotLocks/Holds.cs", "/Doctors/HoursText", "/obj/", "/bin/",
    ];

    [Fact]
    public void Every_sentence_about_a_field_has_a_text()
    {
        var known = Texts.OfPages("en").ByKey.Keys.Where(key => key.StartsWith("field: ", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        var given = Sentences().Select(sentence => Variants(sentence).FirstOrDefault(known.Contains) ?? FieldMessages.Key(sentence)).ToHashSet(StringComparer.Ordinal);

        var missing = string.Join('\n', given.Except(known));
        var leftOver = string.Join('\n', known.Except(given).Except(OfIdentity));
        Assert.True(missing.Length + leftOver.Length == 0, $"Without a text:\n{missing}\nLeft over:\n{leftOver}");
    }

    [Theory]
    [InlineData("Must have 2 to 40 characters.", "يجب أن يتكون من 2 إلى 40 حرفًا.")]
    [InlineData("Must be one of UAE, KSA 2.", "يجب أن يكون أحد: UAE, KSA 2.")]
    [InlineData("Nobody has ever said this.", "Nobody has ever said this.")]
    public void Numbers_and_names_keep_their_places(string english, string arabic) => Assert.Equal(arabic, FieldMessages.In(Texts.OfPages("ar"), english));

    [Fact]
    public void What_the_interface_says_of_its_own_fields_is_said_in_English_in_words_of_the_page() =>
        Assert.DoesNotContain("availableFrom", FieldMessages.In(Texts.OfPages("en"), "Must be after availableFrom."), StringComparison.Ordinal);

    // What Identity itself says: its sentences stand in no source of ours.
    static readonly string[] OfIdentity = ["field: Incorrect password.", "field: Invalid token."];

    static IEnumerable<string> Sentences() => Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
        .Where(file => file.Contains("/Booking.Service/", StringComparison.Ordinal) || file.Contains("/Booking.Contracts/Json/", StringComparison.Ordinal))
        .Where(file => !ForOthers.Any(part => file.Contains(part, StringComparison.Ordinal)))
        .Select(File.ReadAllText)
        .SelectMany(text => Literal().Matches(Quotes().Replace(text, "")).Where(match => IsAboutAField(match, text)).Select(match => Holes().Replace(match.Groups["text"].Value, "{}")))
        .Select(sentence => sentence.Replace("\\\"", "\"", StringComparison.Ordinal));

    static bool IsAboutAField(Match literal, string file) =>
        literal.Groups["text"].Value is var sentence && Start().IsMatch(sentence)
        && (Must().IsMatch(sentence) || (Speaks().IsMatch(file) && sentence.EndsWith('.') && sentence.Contains(' ', StringComparison.Ordinal)))
        && !literal.Groups["before"].Success;

    // A hole holds a number or a name: a text for either will do.
    static IEnumerable<string> Variants(string sentence)
    {
        var parts = FieldMessages.Key(sentence).Split("{}");
        return Enumerable.Range(0, 1 << (parts.Length - 1)).Select(mask => string.Concat(parts.Select((part, i) => i == 0 ? part : ((mask >> (i - 1)) & 1) == 0 ? "{n}" + part : "{text}" + part)));
    }

    // Of a title behind a code, of an exception that is a bug, and of what is logged, nobody hears beside a field.
    [GeneratedRegex(""""(?<before>"(?:/problems/[a-z-]+|[a-z]+(?:-[a-z]+)+)",\s*|Refusal \w+ = new\("[a-z]+", |(?:InvalidOperation|Unreachable|BadHttpRequest)Exception\(\s*|Argument\w*Exception\([^"]*|Log\w+\([^"]*)?\$?"(?<text>(?:\\.|[^"\\{]|\{(?:[^{}"]|"[^"]*")*\})*)["]"""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Literal();

    [GeneratedRegex("\"\"\"[\\s\\S]*?\"\"\"|'\\\\?\"'|^\\s*//.*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Quotes();

    [GeneratedRegex("""\{(?:[^{}"]|"[^"]*")*\}""", RegexOptions.NonBacktracking)]
    private static partial Regex Holes();

    [GeneratedRegex("^(?:[A-Z{]|must )", RegexOptions.NonBacktracking)]
    private static partial Regex Start();

    [GeneratedRegex("^(?:Must|must|May hold) ", RegexOptions.NonBacktracking)]
    private static partial Regex Must();

    [GeneratedRegex("FieldErrors|Problems\\.Invalid|InvalidFieldException|JsonException|IPasswordValidator|form\\.Add\\(|Wrong\\(|Refusals\\.Invalid with|string Rule\\)|var rule = ", RegexOptions.NonBacktracking)]
    private static partial Regex Speaks();
}
