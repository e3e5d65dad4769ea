using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Booking.Service.Metrics;

/// <summary>
/// Listens to the meters that <see cref="Telemetry.Hears"/> names and keeps what they measure, for whoever scrapes. Instruments of one name are one metric, whichever
/// meter object they come from.
/// </summary>
sealed class MetricStore : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentDictionary<string, Metric> _metrics = new(StringComparer.Ordinal);
    readonly Lock _reading = new();
    long _round;

    /// <param name="Sets">A measurement stands for itself and is not added to what was there.</param>
    sealed record Target(Metric Metric, bool Sets);

    /// <param name="hears">Whether a meter of this name is listened to.</param>
    public MetricStore(Func<string, bool> hears)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (hears(instrument.Meter.Name) && Find(instrument) is { } metric)
            {
                var sets = instrument.IsObservable || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);
                listener.EnableMeasurementEvents(instrument, new Target(metric, sets));
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, value, tags, target) => Record(value, tags, target));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, target) => Record(value, tags, target));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, target) => Record((double)value, tags, target));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, target) => Record(value, tags, target));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, target) => Record(value, tags, target));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, target) => Record(value, tags, target));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, target) => Record(value, tags, target));
        _listener.Start();
    }

    /// <summary>Asks what is observed and writes everything down. One reader at a time.</summary>
    /// <param name="open">As OpenMetrics 1.0.0; else as Prometheus text 0.0.4.</param>
    public string Write(bool open)
    {
        lock (_reading)
        {
            _round++;
            var failed = Observe();
            var text = new PrometheusText(open);
            foreach (var metric in _metrics.Values.OrderBy(static metric => metric.Name, StringComparer.Ordinal))
            {
                text.Add(metric, _round);
            }

            text.AddOwn("booking_metrics_dropped", "Measurements that were dropped because their metric had too many series.", _metrics.Values.Sum(static m => m.DroppedMeasurements));
            text.AddOwn("booking_metrics_unobserved", "Whether something that is observed at a scrape failed at this one: 1 for yes.", failed ? 1 : 0);
            return text.End();
        }
    }

    /// <summary>The series of a histogram as they stand; none before its first measurement.</summary>
    /// <param name="name">As Prometheus knows it.</param>
    public IReadOnlyList<Distribution> Read(string name) => _metrics.TryGetValue(name, out var metric) && metric.Kind == MetricKind.Histogram
        ? [.. metric.Read(round: 0).Select(series => new Distribution(series.Tags.Labels, metric.UpperBounds, series.Reading.Buckets))]
        : [];

    public void Dispose() => _listener.Dispose();

    bool Observe()
    {
        try
        {
            _listener.RecordObservableInstruments();
            return false;
        }
        catch (AggregateException)
        {
            // One broken gauge must not keep the others from being seen.
            return true;
        }
    }

    void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? target)
    {
        var (metric, sets) = (Target)target!;
        metric.Record(value, tags, _round, sets);
    }

    /// <returns>Null when another kind of instrument has that name.</returns>
    Metric? Find(Instrument instrument)
    {
        var metric = _metrics.GetOrAdd(PrometheusNames.Of(instrument), static (_, i) => new Metric(i), instrument);
        return metric.Kind == Metric.KindOf(instrument) ? metric : null;
    }
}
