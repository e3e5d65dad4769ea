using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Booking.EventStore.Outbox;

/// <summary>The meter and the activities named <c>Booking.Outbox</c>.</summary>
static class OutboxTelemetry
{
    public const string Name = "Booking.Outbox";

    static readonly ActivitySource Activities = new(Name);
    static readonly Meter Meter = new(Name);
    static readonly Counter<long> Attempts = Meter.CreateCounter<long>("booking.outbox.attempts", "{attempt}");
    static readonly Counter<long> Handled = Meter.CreateCounter<long>("booking.outbox.handled", "{message}");
    static readonly Counter<long> Failed = Meter.CreateCounter<long>("booking.outbox.failed", "{attempt}");

    /// <summary>One activity an attempt, in the trace of the request that began it all.</summary>
    public static Activity? Attempt(LeasedMessage message)
    {
        Attempts.Add(1, Type(message));
        var activity = Activities.StartActivity($"outbox {message.Type}", ActivityKind.Consumer, ParentOf(message));
        return activity?
            .SetTag("messaging.message.id", message.Id)
            .SetTag("booking.correlation_id", message.CorrelationId)
            .SetTag("booking.outbox.attempt", message.Attempt);
    }

    public static void Succeeded(LeasedMessage message, Activity? activity)
    {
        Handled.Add(1, Type(message));
        activity?.SetStatus(ActivityStatusCode.Ok);
    }

    public static void HasFailed(LeasedMessage message, Activity? activity, string exceptionType)
    {
        Failed.Add(1, Type(message), new("error.type", exceptionType));
        activity?.SetTag("error.type", exceptionType).SetStatus(ActivityStatusCode.Error);
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

    static KeyValuePair<string, object?> Type(LeasedMessage message) => new("message.type", message.Type);
}
