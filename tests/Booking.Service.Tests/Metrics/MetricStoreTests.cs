using System.Diagnostics.Metrics;
using Booking.Service.Metrics;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>What is kept of measurements and how it is written, by a strict reader.</summary>
public sealed class MetricStoreTests : IDisposable
{
    readonly Meter meter = new($"Booking.Tests.{Guid.NewGuid():N}");
    readonly MetricStore store;

    public MetricStoreTests() => store = new(name => name == meter.Name);

    public void Dispose()
    {
        store.Dispose();
        meter.Dispose();
    }

    [Fact]
    public void Names_follow_the_conventions()
    {
        meter.CreateHistogram<double>("http.server.request.duration", "s");
        meter.CreateCounter<long>("booking.holds.made", "{hold}");
        meter.CreateObservableGauge("process.memory", () => 5.5, "By");
        meter.CreateUpDownCounter<int>("2-odd näme");

        Assert.Equal(
            ["_2_odd_n_me", "booking_holds_made_total", "booking_metrics_dropped", "booking_metrics_unobserved", "http_server_request_duration_seconds", "process_memory_bytes"],
            Read().Types.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("# UNIT process_memory_bytes bytes\n", store.Write(open: true), StringComparison.Ordinal);
        Assert.DoesNotContain("# UNIT", store.Write(open: false), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_tags_does_not_matter_and_a_tag_without_a_value_is_none()
    {
        var counter = meter.CreateCounter<int>("things");
        counter.Add(1, Tag("a", 1), Tag("b", true));
        counter.Add(2, Tag("b", true), Tag("a", 1));
        counter.Add(4, Tag("a", 1), Tag("b", true), Tag("c", null));
        counter.Add(8, Tag("a", 1));

        var samples = Read().Samples.Where(s => s.Name == "things_total");

        Assert.Equal([(1, 8.0), (2, 7.0)], samples.Select(s => (s.Labels.Count, s.Value)));
    }

    [Fact]
    public void A_value_cannot_break_out_of_its_label()
    {
        meter.CreateCounter<long>("things").Add(1, Tag("evil", "a\"} 7\nthings_total 9\r\\\ud800"), Tag("long", new string('x', 5_000)));

        var sample = Assert.Single(Read().Samples, s => s.Name == "things_total");

        Assert.Equal(("a\"} 7\nthings_total 9?\\?", 128, 1.0), (sample.Labels["evil"], sample.Labels["long"].Length, sample.Value));
    }

    [Fact]
    public void A_histogram_counts_a_value_on_a_bound_into_the_bucket_of_that_bound()
    {
        var histogram = meter.CreateHistogram<double>("wait", "s", advice: new() { HistogramBucketBoundaries = [1, 2] });
        foreach (var value in (double[])[0.5, 1, 1.5, 2, 99, double.NaN, double.PositiveInfinity])
            histogram.Record(value);

        var read = Read();

        Assert.Equal(["2", "4", "5"], read.Samples.Where(s => s.Name == "wait_seconds_bucket").Select(s => $"{s.Value}"));
        Assert.Equal((104, 5), (read.Value("wait_seconds_sum"), read.Value("wait_seconds_count")));
    }

    [Fact]
    public void A_tag_without_end_fills_one_metric_and_no_more()
    {
        var counter = meter.CreateCounter<long>("things");
        Parallel.For(0, 2_000, i => counter.Add(1, Tag("id", i)));

        var read = Read();

        Assert.Equal(Metric.MostSeries, read.Samples.Count(s => s.Name == "things_total"));
        Assert.Equal(2_000 - Metric.MostSeries, read.Value("booking_metrics_dropped"));
    }

    [Fact]
    public void What_is_observed_no_more_is_told_no_more_and_one_that_throws_does_not_hide_the_others()
    {
        List<Measurement<int>> rows = [new(3, Tag("queue", "a")), new(4, Tag("queue", "b"))];
        meter.CreateObservableGauge("depth", () => rows);
        meter.CreateObservableGauge("broken", static int () => throw new InvalidOperationException());

        Assert.Equal((7, 1), (Read().Value("depth"), Read().Value("booking_metrics_unobserved")));
        rows.RemoveAt(0);

        Assert.Equal((0, 4), (Read().Value("depth", ("queue", "a")), Read().Value("depth")));
    }

    [Fact]
    public void Nothing_is_lost_when_many_measure_at_once()
    {
        var (counter, histogram) = (meter.CreateCounter<long>("things"), meter.CreateHistogram<long>("sizes"));
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                counter.Add(1, Tag("kind", i % 3));
                histogram.Record(i);
            }
        });

        Assert.Equal((80_000, 80_000), (Read().Value("things_total"), Read().Value("sizes_count")));
    }

    static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    PrometheusReader Read()
    {
        PrometheusReader.Read(store.Write(open: true), open: true);
        return PrometheusReader.Read(store.Write(open: false));
    }
}
