using System.Text;
using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Hosting;

/// <summary>Reads what stands in a query string; what is malformed is noted under its name and read as a harmless value.</summary>
public static class QueryFields
{
    public static LocalDate Date(FieldErrors errors, string name, string text)
    {
        var parsed = LocalDatePattern.Iso.Parse(text);
        var inRange = parsed.Success && parsed.Value.Year is >= 2000 and < 2200;
        errors.Require(inRange, name, "Must be a date such as 2026-11-23, of the years 2000 to 2199.");
        return inRange ? parsed.Value : new LocalDate(2000, 1, 2);
    }

    /// <returns>Null for what is no instant of the years 1 to 9999 in UTC.</returns>
    public static Instant? Instant(string text) => NodaParser.TryParse(Encoding.UTF8.GetBytes(text), out Instant instant) ? instant : null;

    /// <returns>Null when none was asked for, or none is known by that name.</returns>
    public static DateTimeZone? Zone(FieldErrors errors, string name, string? id)
    {
        return id is null ? null : Zones.Require(id, name, errors);
    }

    public static T Enum<T>(FieldErrors errors, string name, string? text, T whenMissing) where T : struct, Enum
    {
        if (text is null)
        {
            return whenMissing;
        }

        errors.Require(Wire.TryParse(text, out T value), name, $"Must be one of {string.Join(", ", Wire.NamesOf(typeof(T)))}.");
        return value;
    }
}
