using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Booking.EventStore;

/// <summary>The store's own meter and activities, <c>Booking.EventStore</c>.</summary>
static class Telemetry
{
    public static readonly ActivitySource Activities = new("Booking.EventStore");
    static readonly Meter Meter = new("Booking.EventStore");

    public static readonly Counter<long> Appended = Meter.CreateCounter<long>(
        "booking.events.appended", "{event}", "Events that were committed, by the category of their stream.");

    public static readonly Counter<long> Uncounted = Meter.CreateCounter<long>(
        "booking.events.uncounted", "{event}", "Committed events that whoever counts them failed on: a bug.");

    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>(
        "booking.conflicts", "{conflict}", "Races that a command lost and then decided again, by category.");

    public static readonly Histogram<double> Transact = Meter.CreateHistogram<double>(
        "booking.transact.duration", "s", "How long a command took with all its attempts, by category and outcome: done, refused, busy, repeated or failed.",
        advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
}

/// <summary>Tells of one command: a span <c>booking.transact</c> over all its attempts, and its duration. Categories and types only, never ids.</summary>
sealed class Told : IDisposable
{
    readonly long _began = Stopwatch.GetTimestamp();
    readonly Activity? _activity = Telemetry.Activities.StartActivity("booking.transact");
    string _category = "none";
    string _outcome = "failed";
    int _conflicts;

    /// <summary>The first stream's category stands for the command's.</summary>
    public void Attempts(Unit unit) => _category = unit.Category ?? _category;

    public void Conflict()
    {
        _conflicts++;
        Telemetry.Conflicts.Add(1, new KeyValuePair<string, object?>("category", _category));
    }

    public void Committed(Unit unit, EventTypes types)
    {
        foreach (var appended in unit.AppendedEvents)
        {
            Telemetry.Appended.Add(1, new KeyValuePair<string, object?>("category", appended.Category));
            Count(appended);
        }

        _activity?.SetTag("booking.event.types", unit.AppendedEvents.Select(appended => appended.Alias(types)).ToArray());
    }

    // What has happened must not look as if it had failed because it could not be counted.
    static void Count(Appended appended)
    {
        try
        {
            appended.Count();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Telemetry.Uncounted.Add(1, new KeyValuePair<string, object?>("category", appended.Category));
        }
    }

    public void Ends(Refusal? refusal, bool repeated)
    {
        _outcome = refusal == Refusal.Busy ? "busy" : refusal is not null ? "refused" : repeated ? "repeated" : "done";
        _activity?.SetTag("booking.refusal", refusal?.Code);
    }

    public void Dispose()
    {
        Telemetry.Transact.Record(
            Stopwatch.GetElapsedTime(_began).TotalSeconds,
            new KeyValuePair<string, object?>("category", _category), new KeyValuePair<string, object?>("outcome", _outcome));
        if (_activity is null)
        {
            return;
        }

        _activity.SetTag("booking.category", _category).SetTag("booking.outcome", _outcome).SetTag("booking.conflicts", _conflicts);
        if (_outcome == "failed")
        {
            _activity.SetStatus(ActivityStatusCode.Error);
        }

        _activity.Dispose();
    }
}
