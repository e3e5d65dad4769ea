using System.Collections.Frozen;
using NodaTime;

namespace Booking.Service;

/// <summary>The time zones that a doctor, a patient or a request may name.</summary>
public static class Zones
{
    static readonly FrozenSet<string> Known = DateTimeZoneProviders.Tzdb.Ids.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The tz database that every conversion of this process uses, as <c>2026f</c>.</summary>
    public static string TzdbVersion { get; } = NodaTime.TimeZones.TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The zone of an IANA id or alias in its exact spelling, <c>UTC</c> included; null for anything else.</summary>
    /// <remarks>The provider alone would also take an offset like <c>UTC+03:00</c>, which no other system reads as a zone.</remarks>
    public static DateTimeZone? Find(string? id) =>
        id is not null && Known.Contains(id) ? DateTimeZoneProviders.Tzdb[id] : null;

    /// <summary>The zone, or null and an error at <paramref name="path"/>.</summary>
    public static DateTimeZone? Require(string? id, string path, FieldErrors errors)
    {
        var zone = Find(id);
        errors.Require(zone is not null, path, "Must be an IANA time zone, like Europe/Berlin.");
        return zone;
    }
}
