using NodaTime;
using NodaTime.TimeZones;

namespace Booking.Service;

/// <summary>The time zone database that this program computes with.</summary>
public static class Tzdb
{
    /// <summary>Such as <c>2026f</c>; stored beside what was computed with it.</summary>
    public static string Version { get; } = TzdbDateTimeZoneSource.Default.TzdbVersion;

    public static IDateTimeZoneProvider Zones => DateTimeZoneProviders.Tzdb;
}
