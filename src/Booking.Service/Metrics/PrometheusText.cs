using System.Globalization;
using System.Text;

namespace Booking.Service.Metrics;

/// <summary>Writes metrics as Prometheus reads them: text format 0.0.4, or OpenMetrics 1.0.0.</summary>
/// <param name="open">As OpenMetrics: a counter's family has no <c>_total</c>, units are told, the end is marked.</param>
sealed class PrometheusText(bool open)
{
    readonly StringBuilder _text = new(64 * 1024);

    /// <param name="metric">Is named also while nothing of it was measured, so that one can see what there is.</param>
    /// <param name="round">The last round of observation.</param>
    public void Add(Metric metric, long round)
    {
        var sample = metric.Kind == MetricKind.Counter ? metric.Name + "_total" : metric.Name;
        Head(open ? metric.Name : sample, metric.Kind.ToString().ToLowerInvariant(), metric.Unit, metric.Help);
        foreach (var (tags, reading) in metric.Read(round))
        {
            if (metric.Kind == MetricKind.Histogram)
            {
                Histogram(metric, tags.Labels, reading);
            }
            else
            {
                Sample(sample, tags.Labels, reading.Value);
            }
        }
    }

    /// <summary>A gauge of the scrape itself.</summary>
    public void AddOwn(string name, string help, long value)
    {
        Head(name, "gauge", unit: "", help);
        Sample(name, labels: "", value);
    }

    public string End()
    {
        if (open)
        {
            _text.Append("# EOF\n");
        }

        return _text.ToString();
    }

    void Histogram(Metric metric, string labels, Series.Reading reading)
    {
        var more = labels.Length == 0 ? "" : labels + ",";
        long count = 0;
        for (var bucket = 0; bucket < metric.UpperBounds.Count; bucket++)
        {
            count += reading.Buckets[bucket];
            Sample(metric.Name + "_bucket", $"{more}le=\"{Number(metric.UpperBounds[bucket])}\"", count);
        }

        count += reading.Buckets[^1];
        Sample(metric.Name + "_bucket", $"{more}le=\"+Inf\"", count);
        Sample(metric.Name + "_sum", labels, reading.Value);
        Sample(metric.Name + "_count", labels, count);
    }

    void Head(string name, string type, string unit, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        if (open && unit.Length > 0)
        {
            _text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
        }
    }

    void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }

        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
