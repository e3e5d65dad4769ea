namespace Booking.Contracts;

/// <summary>Which piece of a list.</summary>
/// <param name="Limit">1 to 100; null means 20.</param>
/// <param name="Cursor">The <c>next</c> of the piece before; null begins.</param>
public readonly record struct PageQuery(int? Limit = null, string? Cursor = null);

/// <summary>Which doctors, and in which order.</summary>
/// <param name="MaxFee">Minor units of <paramref name="Currency"/>, which it needs.</param>
/// <param name="AvailableFrom">Half-open with <paramref name="AvailableTo"/>: somebody with a free start in between.</param>
/// <param name="Near">Needed for <paramref name="RadiusKm"/> and for the order by distance.</param>
/// <param name="Sort"><c>rating</c>, <c>fee</c>, <c>nextAvailable</c>, <c>distance</c> or <c>name</c>.</param>
public sealed record DoctorQuery(
    string? Query = null,
    string? Specialty = null,
    string? Language = null,
    long? MaxFee = null,
    string? Currency = null,
    Instant? AvailableFrom = null,
    Instant? AvailableTo = null,
    (decimal Lat, decimal Lon)? Near = null,
    decimal? RadiusKm = null,
    string? Sort = null);

/// <summary>Which days of a doctor.</summary>
/// <param name="To">Included; at most 62 days after <paramref name="From"/>, both counted.</param>
/// <param name="TimeZone">IANA name; null means the doctor's.</param>
/// <param name="Type">Null means <c>standard</c>.</param>
/// <param name="Hold">A hold of one's own, whose slot is then listed as <c>mine</c>.</param>
public sealed record AvailabilityQuery(
    LocalDate From,
    LocalDate To,
    string? TimeZone = null,
    AppointmentType? Type = null,
    Guid? Hold = null);

/// <summary>Which visits.</summary>
/// <param name="To">Included, as in availability.</param>
/// <param name="TimeZone">The dates' zone, an IANA name.</param>
/// <param name="NewestFirst">The latest start first; otherwise the earliest.</param>
public sealed record AppointmentQuery(
    Guid? DoctorId = null,
    LocalDate? From = null,
    LocalDate? To = null,
    string? TimeZone = null,
    AppointmentStatus? Status = null,
    Guid? PatientId = null,
    bool NewestFirst = false);
