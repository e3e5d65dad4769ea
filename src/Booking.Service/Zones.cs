using Booking.Service.TimeZones;
using NodaTime;

namespace Booking.Service;

/// <summary>The time zones that a doctor, a patient or a request may name, by the one database of rules that this process uses.</summary>
public static class Zones
{
    static volatile TimeZoneRules rules = TimeZoneRules.BuiltIn;

    /// <summary>What every conversion of this process uses.</summary>
    public static TimeZoneRules Rules => rules;

    /// <summary>For code that takes a provider as an argument.</summary>
    public static IDateTimeZoneProvider Provider => rules.Provider;

    /// <summary>The version of the rules, as <c>2026f</c>. Later versions are greater, compared letter by letter.</summary>
    public static string TzdbVersion => rules.Version;

    /// <summary>The zone of an id that was known when it was stored.</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The rules in use lack it.</exception>
    public static DateTimeZone Get(string id) => rules.Provider[id];

    /// <summary>The zone of an IANA id or alias in its exact spelling, <c>UTC</c> included; null for anything else.</summary>
    /// <remarks>The provider alone would also take an offset like <c>UTC+03:00</c>, which no other system reads as a zone.</remarks>
    public static DateTimeZone? Find(string? id) => id is not null && rules.Knows(id) ? rules.Provider[id] : null;

    /// <summary>The zone, or null and an error at <paramref name="path"/>.</summary>
    public static DateTimeZone? Require(string? id, string path, FieldErrors errors)
    {
        var zone = Find(id);
        errors.Require(zone is not null, path, "Must be an IANA time zone, like Europe/Berlin.");
        return zone;
    }

    /// <summary>Called once, before anything converts a time.</summary>
    internal static void Use(TimeZoneRules configured) => rules = configured;
}
