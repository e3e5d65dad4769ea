using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.Metrics;

namespace Booking.Service.Metrics;

enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>Everything of one name. It keeps at most <see cref="MostSeries"/> series; what would need another is dropped and counted.</summary>
sealed class Metric
{
    /// <summary>Beyond this a tag is no bounded set, and the scrape would grow without an end.</summary>
    public const int MostSeries = 500;

    static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    static readonly double[] Numbers = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000];

    // An address of an integrator's or of a connection tells nobody anything and has no end.
    static readonly FrozenSet<string> Dropped = new[]
    {
        "server.address", "server.port", "network.peer.address", "network.type", "network.transport", "network.protocol.name", "network.protocol.version",
        "url.scheme", "tls.protocol.version",
    }.ToFrozenSet(StringComparer.Ordinal);

    readonly Tags.Comparer _comparer;
    readonly ConcurrentDictionary<Tags, Series> _series;
    readonly ConcurrentDictionary<Tags, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _byTags;
    readonly double[] _bounds;
    readonly bool _observed;
    long _dropped;

    public Metric(Instrument instrument)
    {
        Name = PrometheusNames.Of(instrument);
        Unit = PrometheusNames.Unit(instrument);
        Help = instrument.Description ?? instrument.Name;
        Kind = KindOf(instrument);
        _observed = instrument.IsObservable;
        _bounds = Kind == MetricKind.Histogram ? Bounds(instrument) : [];
        _comparer = new(instrument.Meter.Name.StartsWith("Booking.", StringComparison.Ordinal) ? null : Dropped);
        _series = new(_comparer);
        _byTags = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
    }

    public string Name { get; }
    public string Unit { get; }
    public string Help { get; }
    public MetricKind Kind { get; }
    public IReadOnlyList<double> UpperBounds => _bounds;

    /// <summary>Measurements that found no room.</summary>
    public long DroppedMeasurements => Interlocked.Read(ref _dropped);

    public static MetricKind KindOf(Instrument instrument) => instrument.GetType().GetGenericTypeDefinition() switch
    {
        var type when type == typeof(Histogram<>) => MetricKind.Histogram,
        var type when type == typeof(Counter<>) || type == typeof(ObservableCounter<>) => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    /// <param name="round">The round of observation; of no meaning for what is not observed.</param>
    /// <param name="sets">The value stands for itself and is not added to what was there.</param>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, long round, bool sets)
    {
        if ((!double.IsFinite(value) && Kind != MetricKind.Gauge) || Find(tags) is not { } series)
        {
            return;
        }

        if (Kind == MetricKind.Histogram)
        {
            series.Observe(value);
        }
        else if (sets)
        {
            series.Set(value, round);
        }
        else
        {
            series.Add(value);
        }
    }

    /// <summary>In the order of their labels; of what is observed only what the given round has seen.</summary>
    public IEnumerable<(Tags Tags, Series.Reading Reading)> Read(long round) => _series.Values
        .OrderBy(static series => series.Tags.Labels, StringComparer.Ordinal)
        .Select(static series => (series.Tags, series.Read()))
        .Where(series => !_observed || series.Item2.Round == round);

    Series? Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_byTags.TryGetValue(tags, out var known))
        {
            return known;
        }

        lock (_comparer)
        {
            if (_byTags.TryGetValue(tags, out known))
            {
                return known;
            }

            if (_series.Count >= MostSeries)
            {
                Interlocked.Increment(ref _dropped);
                return null;
            }

            var made = new Series(_comparer.Create(tags), _bounds);
            return _series.GetOrAdd(made.Tags, made);
        }
    }

    static double[] Bounds(Instrument instrument) =>
        (instrument as Instrument<double>)?.Advice?.HistogramBucketBoundaries is { Count: > 0 } advised ? [.. advised]
        : instrument.Unit == "s" ? Seconds
        : Numbers;
}
