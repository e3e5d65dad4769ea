using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service.Schedules;

/// <summary>Where on the time line a span of local times begins and ends. Windows and blocks use the same two edges,
/// so a block takes away exactly what a window of the same times would offer.</summary>
/// <remarks>A local time that a clock change skips is the instant of the change. One that comes twice is the earlier instant
/// for a start and the later for an end, so that no part of the span is lost.</remarks>
public static class LocalEdge
{
    static readonly ZoneLocalMappingResolver StartResolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    static readonly ZoneLocalMappingResolver EndResolver =
        Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    public static Instant Start(LocalDateTime local, DateTimeZone zone) => local.InZone(zone, StartResolver).ToInstant();

    /// <summary>The same for local times that were looked up already.</summary>
    public static ZonedDateTime Start(ZoneLocalMapping mapping) => StartResolver(mapping);

    public static Instant End(LocalDateTime local, DateTimeZone zone) => local.InZone(zone, EndResolver).ToInstant();

    /// <summary>The first instant of a date; of a date that a zone skipped, the instant at which the next one began.</summary>
    public static Instant StartOfDay(LocalDate date, DateTimeZone zone) => Start(date.AtMidnight(), zone);

    /// <summary>Whether any instant has this local date. Samoa had no 30 December 2011.</summary>
    public static bool Exists(LocalDate date, DateTimeZone zone)
    {
        var midnight = zone.MapLocal(date.AtMidnight());
        return midnight.Count > 0 || midnight.LateInterval.IsoLocalStart.Date == date;
    }
}
