using System.Diagnostics.Metrics;

namespace Booking.EventStore;

/// <summary>The store's own meter, <c>Booking.EventStore</c>.</summary>
static class Telemetry
{
    static readonly Meter Meter = new("Booking.EventStore");

    public static readonly Counter<long> Appended = Meter.CreateCounter<long>("booking.events.appended", "{event}");
    public static readonly Counter<long> Conflicts = Meter.CreateCounter<long>("booking.conflicts", "{conflict}");
}
