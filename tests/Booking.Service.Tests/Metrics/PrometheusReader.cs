using System.Globalization;
using System.Text.RegularExpressions;

namespace Booking.Service.Tests.Metrics;

/// <param name="Name">With its <c>_total</c>, <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
public sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>
/// Reads a scrape as strictly as the formats are written down: every family is announced once before its samples and stands in one piece, no series comes twice, a histogram's
/// buckets rise to its count. Anything else is an exception that names the line.
/// </summary>
public sealed partial class PrometheusReader
{
    readonly Dictionary<string, string> types = new(StringComparer.Ordinal);
    readonly HashSet<string> helped = new(StringComparer.Ordinal), seen = new(StringComparer.Ordinal), closed = new(StringComparer.Ordinal);
    readonly List<PrometheusSample> samples = [];
    readonly bool open;
    string family = "";
    bool ended;

    PrometheusReader(bool open) => this.open = open;

    public IReadOnlyList<PrometheusSample> Samples => samples;

    /// <summary>Each family's type; in the text format a counter's family has its <c>_total</c>.</summary>
    public IReadOnlyDictionary<string, string> Types => types;

    public static PrometheusReader Read(string text, bool open = false)
    {
        if (!text.EndsWith('\n'))
            throw new FormatException("The last line has no end.");
        var reader = new PrometheusReader(open);
        foreach (var line in text[..^1].Split('\n'))
            reader.Line(line);
        if (open && !reader.ended)
            throw new FormatException("No # EOF.");
        reader.CheckHistograms();
        return reader;
    }

    /// <summary>The sum over all series of this name whose labels hold these.</summary>
    public double Value(string name, params (string Label, string Value)[] labels) => samples
        .Where(s => s.Name == name && labels.All(l => s.Labels.GetValueOrDefault(l.Label) == l.Value)).Sum(s => s.Value);

    void Line(string line)
    {
        if (ended)
            throw new FormatException($"After the end: {line}");
        if (line == "# EOF" && open)
            ended = true;
        else if (line.StartsWith('#'))
            Comment(line);
        else
            Sample(line);
    }

    void Comment(string line)
    {
        if (Announcement().Match(line) is not { Success: true } match)
            throw new FormatException($"No announcement: {line}");
        var (what, name, rest) = (match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value);
        if (name != family)
        {
            if (!closed.Add(name))
                throw new FormatException($"{name} comes in two pieces.");
            family = name;
        }

        var fits = what switch
        {
            "HELP" => helped.Add(name),
            "TYPE" => rest is "counter" or "gauge" or "histogram" && types.TryAdd(name, rest),
            _ => open && name.EndsWith("_" + rest, StringComparison.Ordinal),
        };
        if (!fits)
            throw new FormatException($"Unfit: {line}");
    }

    void Sample(string line)
    {
        if (SampleLine().Match(line) is not { Success: true } match)
            throw new FormatException($"No sample: {line}");
        var name = match.Groups[1].Value;
        if (!types.TryGetValue(family, out var type) || !Members(type).Contains(name, StringComparer.Ordinal))
            throw new FormatException($"{name} does not belong to {family}.");
        if (!seen.Add(name + "{" + match.Groups[2].Value + "}"))
            throw new FormatException($"Twice: {line}");
        var labels = Label().Matches(match.Groups[2].Value).ToDictionary(l => l.Groups[1].Value, l => Regex.Unescape(l.Groups[2].Value), StringComparer.Ordinal);
        var value = match.Groups[3].Value switch { "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, var number => double.Parse(number, CultureInfo.InvariantCulture) };
        if (type == "counter" && !(value >= 0))
            throw new FormatException($"A counter below 0: {line}");
        samples.Add(new(name, labels, value));
    }

    string[] Members(string type) => type switch
    {
        "histogram" => [family + "_bucket", family + "_sum", family + "_count"],
        "counter" when open => [family + "_total"],
        _ => [family],
    };

    void CheckHistograms()
    {
        foreach (var (name, _) in types.Where(t => t.Value == "histogram"))
            foreach (var series in samples.Where(s => s.Name == name + "_bucket").GroupBy(s => string.Join(',', s.Labels.Where(l => l.Key != "le").Select(l => $"{l.Key}={l.Value}"))))
            {
                var buckets = series.Select(s => (Bound: s.Labels["le"] == "+Inf" ? double.PositiveInfinity : double.Parse(s.Labels["le"], CultureInfo.InvariantCulture), s.Value)).ToList();
                var count = samples.Single(s => s.Name == name + "_count" && string.Join(',', s.Labels.Select(l => $"{l.Key}={l.Value}")) == series.Key).Value;
                if (buckets.Zip(buckets.Skip(1)).Any(p => p.First.Bound >= p.Second.Bound || p.First.Value > p.Second.Value) || buckets[^1] != (double.PositiveInfinity, count))
                    throw new FormatException($"The buckets of {name} {series.Key} do not rise to its count.");
            }
    }

    [GeneratedRegex("^# (?<what>HELP|TYPE|UNIT) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Announcement();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?<labels>(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"(?:,(?=[a-zA-Z_]))?)+)\})? (?<value>[+-]Inf|NaN|-?[0-9.]+(?:E[+-]?[0-9]+)?)$""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<label>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(?:[^"\\\n]|\\["\\n])*)"(?:,|$)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Label();
}
