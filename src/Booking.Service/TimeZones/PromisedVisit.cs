using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service.TimeZones;

/// <summary>A live visit that has not begun, with what it was promised and the time of the doctor's that it takes.</summary>
/// <param name="BusyUntil">The end of the visit and of the doctor's buffer after it.</param>
/// <param name="Local">The wall time that was promised, in <paramref name="Zone"/>, whatever zone the doctor is in today.</param>
public sealed record PromisedVisit(AppointmentId Id, Instant Start, Instant BusyUntil, LocalDateTime Local, string Zone)
{
    /// <summary>The instant that the promise means.</summary>
    /// <remarks>
    /// A wall time that comes twice is the instant at which the visit stands when that is one of the two, else the earlier; one that is skipped is the
    /// instant of the change. So what the rules did not touch stays, and everything else goes as the start of a window goes.
    /// </remarks>
    public Instant MeantBy(IDateTimeZoneProvider zones) => zones[Zone].ResolveLocal(Local, StandsOrElseStart).ToInstant();

    ZonedDateTime StandsOrElseStart(ZoneLocalMapping mapping)
    {
        if (mapping.Count == 2 && mapping.Last().ToInstant() == Start)
        {
            return mapping.Last();
        }

        return Schedules.LocalEdge.Start(mapping);
    }
}

/// <summary>What other rules mean for one visit.</summary>
/// <param name="Start">Where the promise is now.</param>
/// <param name="Conflict">Why the visit does not go there; null: it goes.</param>
public sealed record ClockMove(PromisedVisit Visit, Instant Start, ClockConflict? Conflict)
{
    public Instant BusyUntil => Start + (Visit.BusyUntil - Visit.Start);
}
