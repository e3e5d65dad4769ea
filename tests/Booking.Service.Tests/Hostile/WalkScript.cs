using System.Reflection;
using System.Text.RegularExpressions;

namespace Booking.Service.Tests.Hostile;

/// <summary>A line of <c>walk.txt</c>: a request, or a step of the walk's own.</summary>
/// <param name="Step">The name behind <c>!</c>; null for a request.</param>
/// <param name="Path">With its names, <c>/api/doctors/$doctor?limit=5</c>.</param>
/// <param name="Takes">Names and where their values stand in the answer.</param>
public sealed record WalkLine(
    string? Step, string Who, string Method, string Path, IReadOnlyList<(string Name, string Value)> Headers, string? Body,
    IReadOnlyList<(string Name, string From)> Takes);

/// <summary>The requests of <c>walk.txt</c>.</summary>
static partial class WalkScript
{
    public static IReadOnlyList<WalkLine> Lines { get; } = [.. Read()];

    /// <param name="names">What stands for each name.</param>
    public static string Filled(string text, IReadOnlyDictionary<string, string> names) => Name().Replace(
        text, match => names.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value);

    static IEnumerable<WalkLine> Read()
    {
        using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("walk.txt")!);
        while (text.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line[0] == '!' ? new(line[1..], "", "", "", [], Body: null, []) : Request(line);
    }

    static WalkLine Request(string line)
    {
        var arrow = line.LastIndexOf(" -> ", StringComparison.Ordinal);
        var takes = arrow < 0 ? [] : line[(arrow + 4)..].Split(' ').Select(take => (take.Split('=')[0], take.Split('=')[1])).ToList();
        var words = (arrow < 0 ? line : line[..arrow]).Split(' ', 4);
        List<(string, string)> headers = [];
        var rest = words.Length == 4 ? words[3] : "";
        while (rest.StartsWith('@'))
        {
            var parts = rest.Split(' ', 2);
            headers.Add((parts[0][1..parts[0].IndexOf('=')], parts[0][(parts[0].IndexOf('=') + 1)..]));
            rest = parts.Length == 2 ? parts[1] : "";
        }

        return new(Step: null, words[0], words[1], words[2], headers, rest.Length == 0 ? null : rest, takes);
    }

    [GeneratedRegex(@"\$(?<name>[a-zA-Z][a-zA-Z0-9]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Name();
}
