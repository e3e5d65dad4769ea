using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Booking.EventStore.Outbox;

/// <summary>The meter and the activities named <c>Booking.Outbox</c>.</summary>
static class OutboxTelemetry
{
    public const string Name = "Booking.Outbox";

    public static readonly ActivitySource Activities = new(Name);
    static readonly Meter Meter = new(Name);

    public static readonly Counter<long> Handled = Meter.CreateCounter<long>("booking.outbox.handled", "{message}", "Messages that were handled, by type.");

    public static readonly Counter<long> Failed = Meter.CreateCounter<long>(
        "booking.outbox.failed", "{attempt}", "Attempts at a message that failed, by type and kind of error.");

    public static readonly Histogram<double> Duration = Meter.CreateHistogram<double>(
        "booking.outbox.duration", "s", "How long an attempt at a message took, by type.",
        advice: new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 20] });
}

/// <summary>Tells of one attempt at a message: a span in the trace of the request that began it all, and what is counted.</summary>
sealed class AttemptTold : IDisposable
{
    readonly long _began = Stopwatch.GetTimestamp();
    readonly KeyValuePair<string, object?> _type;
    readonly Activity _activity;

    public AttemptTold(LeasedMessage message)
    {
        _type = new("message.type", message.Type);
        _activity = Started($"outbox {message.Type}", ParentOf(message));
        _activity.SetTag("messaging.message.id", message.Id).SetTag("booking.message.type", message.Type).SetTag("booking.outbox.attempt", message.Attempt);
    }

    public void Succeeded()
    {
        OutboxTelemetry.Handled.Add(1, _type);
        _activity.SetStatus(ActivityStatusCode.Ok);
    }

    public void Failed(string exceptionType)
    {
        OutboxTelemetry.Failed.Add(1, _type, new("error.type", exceptionType));
        _activity.SetTag("error.type", exceptionType).SetStatus(ActivityStatusCode.Error);
    }

    public void Dispose()
    {
        OutboxTelemetry.Duration.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, _type);
        _activity.Dispose();
    }

    /// <summary>Also when nobody collects traces: the handler's log lines carry its trace id.</summary>
    static Activity Started(string name, ActivityContext parent)
    {
        if (OutboxTelemetry.Activities.StartActivity(name, ActivityKind.Consumer, parent) is { } heard)
        {
            return heard;
        }

        var activity = new Activity(name);
        return (parent == default ? activity : activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags)).Start();
    }

    /// <summary>
    /// The span of the request is long closed, and only its trace is stored; the message itself stands for the parent,
    /// so that all attempts hang on one.
    /// </summary>
    static ActivityContext ParentOf(LeasedMessage message)
    {
        Span<byte> trace = stackalloc byte[16];
        var valid = message.CorrelationId.Length == 32
            && Convert.FromHexString(message.CorrelationId, trace, out _, out _) == System.Buffers.OperationStatus.Done
            && trace.ContainsAnyExcept((byte)0);
        return valid
            ? new(ActivityTraceId.CreateFromBytes(trace), ActivitySpanId.CreateFromBytes(message.Id.ToByteArray().AsSpan(8)), ActivityTraceFlags.Recorded)
            : default;
    }
}
