using System.Globalization;
using System.Text.RegularExpressions;
using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Doctors;

/// <summary>The order of a list of doctors. The names are those of the query.</summary>
enum DoctorSort
{
    Name,
    Fee,
    NextAvailable,
    Distance,
    Rating,
}

/// <summary>What the query string of the directory says, as it came.</summary>
sealed record DirectoryQuery(
    string? Query, string? Specialty, string? Language, long? MaxFee, string? Currency, string? AvailableFrom, string? AvailableTo, string? Near, decimal? RadiusKm,
    string? Sort);

/// <summary>Which doctors, and in which order; every part may be missing.</summary>
/// <param name="Search">A <c>tsquery</c>.</param>
/// <param name="From">The beginning of the span in which a start must be free; null with <paramref name="To"/>.</param>
/// <param name="To">The end of the span, exclusive.</param>
sealed record DirectoryFilter(string? Search, long? MaxFee, string? Currency, Instant? From, Instant? To, NearPlace? Near, DoctorSort Sort)
{
    const int MostCharacters = 200;

    static readonly Instant Earliest = Instant.FromUnixTimeTicks(0), Latest = Instant.FromUtc(9999, 1, 1, 0, 0);

    /// <summary>Notes what is wrong under the name of its field, and then is of no use.</summary>
    public static DirectoryFilter Of(FieldErrors errors, DirectoryQuery query)
    {
        Short(errors, "query", query.Query);
        Short(errors, "specialty", query.Specialty);
        Short(errors, "language", query.Language);
        errors.Require(query.MaxFee is null or >= 0, "maxFee", "Must be 0 or more minor units.");
        errors.Require(query.MaxFee is null || query.Currency is not null, "currency", "Must be given with maxFee: amounts of two currencies do not compare.");
        errors.Require(query.Currency is null || DoctorFields.IsCurrency(query.Currency), "currency", "Must be an ISO 4217 code such as USD.");
        var near = NearPlace.Of(errors, query.Near, query.RadiusKm);
        var sort = Sorted(errors, query.Sort);
        errors.Require(sort != DoctorSort.Distance || query.Near is not null, "near", "Must be given with the order by distance.");
        var (from, to) = Span(errors, query.AvailableFrom, query.AvailableTo);
        var search = errors.Any ? null : DoctorSearch.Query(query.Query, query.Specialty, query.Language);
        return new(search, query.MaxFee, query.Currency, from, to, near, sort);
    }

    static void Short(FieldErrors errors, string field, string? text) =>
        errors.Require(text is not { Length: > MostCharacters } && text?.Contains('\0') is not true, field, $"Must have at most {MostCharacters} characters, none of them U+0000.");

    static DoctorSort Sorted(FieldErrors errors, string? text)
    {
        var sort = text switch
        {
            null or "name" => DoctorSort.Name,
            "fee" => DoctorSort.Fee,
            "nextAvailable" => DoctorSort.NextAvailable,
            "distance" => DoctorSort.Distance,
            "rating" => DoctorSort.Rating,
            _ => (DoctorSort?)null,
        };
        errors.Require(sort is not null, "sort", "Must be rating, fee, nextAvailable, distance or name.");
        return sort ?? DoctorSort.Name;
    }

    /// <summary>One end is enough: the other is then the beginning or the end of time, between which a slot has to be free as well.</summary>
    static (Instant? From, Instant? To) Span(FieldErrors errors, string? from, string? to)
    {
        var (begin, end) = (At(errors, "availableFrom", from), At(errors, "availableTo", to));
        errors.Require(begin is null || end is null || begin < end, "availableTo", "Must be after availableFrom.");
        return begin is null && end is null ? (null, null) : (Bounded(begin ?? Earliest), Bounded(end ?? Latest));
    }

    static Instant? At(FieldErrors errors, string field, string? text)
    {
        var at = text is null ? null : QueryFields.Instant(text);
        errors.Require(text is null || at is not null, field, "Must be an instant such as 2026-11-23T05:00:00Z.");
        return at;
    }

    /// <summary>Up to the next microsecond, which is all that the database keeps: starts are whole seconds, so none changes sides.</summary>
    static Instant Bounded(Instant at)
    {
        const long TicksOfMicrosecond = 10;
        var ticks = Instant.Min(Instant.Max(at, Earliest), Latest) - Earliest;
        return Earliest + Duration.FromTicks((ticks + Duration.FromNanoseconds(999)).BclCompatibleTicks / TicksOfMicrosecond * TicksOfMicrosecond);
    }
}

/// <summary>A place and how far around it.</summary>
/// <param name="Lat">-90 to 90 degrees.</param>
/// <param name="Lon">-180 to 180 degrees.</param>
/// <param name="RadiusKm">More than 0, at most 500; 50 unless said otherwise.</param>
sealed partial record NearPlace(decimal Lat, decimal Lon, decimal RadiusKm)
{
    const decimal Usual = 50, Most = 500, Metres = 1_000;

    public long RadiusMetres => (long)(RadiusKm * Metres);

    /// <returns>Null when there is none, or what there is, is noted as wrong.</returns>
    public static NearPlace? Of(FieldErrors errors, string? near, decimal? radiusKm)
    {
        errors.Require(radiusKm is null || near is not null, "near", "Must be given with radiusKm.");
        errors.Require(radiusKm is null or (> 0 and <= Most), "radiusKm", $"Must be more than 0 and at most {Most}.");
        if (near is null)
        {
            return null;
        }

        var parts = LatLon().Match(near);
        decimal lat = 0, lon = 0;
        var isPlace = parts.Success && Degrees(parts.Groups["lat"], 90, out lat) && Degrees(parts.Groups["lon"], 180, out lon);
        errors.Require(isPlace, "near", "Must be latitude and longitude such as 25.2,55.27: -90 to 90 and -180 to 180 degrees.");
        return new(lat, lon, radiusKm ?? Usual);
    }

    static bool Degrees(Group text, decimal most, out decimal degrees) =>
        decimal.TryParse(text.ValueSpan, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out degrees) && Math.Abs(degrees) <= most;

    [GeneratedRegex(
        @"^\s*(?<lat>[+-]?[0-9]{1,3}(\.[0-9]{1,20})?)\s*,\s*(?<lon>[+-]?[0-9]{1,3}(\.[0-9]{1,20})?)\s*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex LatLon();
}
