using System.Text.Json;
using System.Text.RegularExpressions;
using Booking.Testing;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>Dashboard, alerts and pages name what there is: a metric that is renamed must not leave an alert behind that never fires.</summary>
public sealed partial class WatchFilesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly string Alerts = File.ReadAllText(Path.Combine(Repository.Root, "ops/prometheus/alerts.yml"));
    static readonly string Operations = File.ReadAllText(Path.Combine(Repository.Root, "docs/operations.md"));

    [Fact]
    public async Task Each_metric_of_the_alerts_and_of_the_dashboard_is_one_of_the_services()
    {
        var known = await Known();
        using var dashboard = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "ops/grafana/booking.json")));
        var drawn = dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(p => p.TryGetProperty("targets", out _))
            .SelectMany(p => p.GetProperty("targets").EnumerateArray()).Select(t => t.GetProperty("expr").GetString()!).ToList();
        var expressions = Expression().Matches(Alerts).Select(m => m.Groups[1].Value).ToList();

        var named = drawn.Concat(expressions).SelectMany(Metrics).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(drawn.Count > 40 && expressions.Count > 20 && named.Count > 40, $"{drawn.Count} {expressions.Count} {named.Count}");
        Assert.Empty(named.Except(known, StringComparer.Ordinal));
    }

    [Fact]
    public void Each_alert_has_a_chapter_that_says_what_to_do_and_each_chapter_an_alert()
    {
        var alerts = Alert().Matches(Alerts).Select(m => m.Groups[1].Value).ToList();

        Assert.Equal(alerts.Count, Expression().Count(Alerts));
        Assert.Equal(alerts.Order(StringComparer.Ordinal), Chapter().Matches(Operations).Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_tells_of_each_metric_of_our_own_and_of_no_other()
    {
        var told = Row().Matches(Operations).SelectMany(row => Quoted().Matches(row.Groups[1].Value)).Select(m => m.Groups[1].Value);
        var own = (await Known()).Where(name => name.StartsWith("booking_", StringComparison.Ordinal) && !Part().IsMatch(name));

        Assert.Equal(own.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    async Task<HashSet<string>> Known()
    {
        var read = PrometheusReader.Read(await service.Http().GetStringAsync("/metrics"));
        return [.. read.Types.SelectMany(t => t.Value == "histogram" ? (string[])[t.Key, t.Key + "_bucket", t.Key + "_sum", t.Key + "_count"] : [t.Key])];
    }

    static IEnumerable<string> Metrics(string expression) =>
        Name().Matches(Selector().Replace(expression, "")).Select(m => m.Value);

    [GeneratedRegex(@"alert: (?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"expr: (?:>-)?\s*(?<text>(?:(?!\n +(?:for|labels):)[\s\S])+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Expression();

    [GeneratedRegex(@"(?m)^### (?<name>\w+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"(?m)^\| (?<names>`booking[^|]+)\|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<name>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Quoted();

    [GeneratedRegex("_(?:bucket|sum|count)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Part();

    [GeneratedRegex(@"\{[^}]*\}|\b(?:by|on|without) \([^)]*\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\b(?:booking|http|db|dotnet|aspnetcore|kestrel)_\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Name();
}
