using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Payments.Adapters.Wire;

/// <summary>The meter and the activities named <c>Booking.Payments</c>: a span and a duration for each call to a provider, and nothing of what it said.</summary>
static class WireTelemetry
{
    const string Name = "Booking.Payments";

    static readonly ActivitySource Activities = new(Name);
    static readonly Meter Meter = new(Name);

    static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "booking.provider.call.duration", "s", "Calls to payment providers with all their repeats, by provider, operation and outcome.",
        advice: new() { HistogramBucketBoundaries = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20] });

    /// <summary>How a provider is called in tags. Asked for when its client is made, so that the instrument is there before the first call.</summary>
    public static string Label(string provider)
    {
        _ = Duration.Enabled;
        return provider.ToLowerInvariant();
    }

    public static Activity? Start(string provider, WireCall call) => Activities.StartActivity($"{provider} {call.Operation}", ActivityKind.Internal)?
        .SetTag("booking.provider", provider).SetTag("booking.provider.operation", call.Operation);

    /// <param name="answer">Null when the caller gave up.</param>
    public static void End(string provider, WireCall call, long began, WireAnswer? answer, Activity? activity)
    {
        var outcome = answer switch
        {
            null => "abandoned",
            { Status: 0 } => "no_answer",
            { Status: >= 500 } => "failed",
            { Status: >= 400 } => "refused",
            _ => "answered",
        };
        Duration.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            new KeyValuePair<string, object?>("provider", provider), new KeyValuePair<string, object?>("operation", call.Operation), new KeyValuePair<string, object?>("outcome", outcome));
        activity?.SetTag("booking.outcome", outcome).SetStatus(outcome is "answered" or "refused" ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
    }
}
