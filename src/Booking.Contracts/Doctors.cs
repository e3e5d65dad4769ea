namespace Booking.Contracts;

/// <summary>What a visit of each type costs; both in one currency.</summary>
public sealed record Fees(Money Standard, Money Followup);

/// <param name="Average">1 to 5; null while nobody has rated.</param>
public sealed record Rating(decimal? Average, int Count);

/// <summary>Where a doctor practises; degrees of WGS 84.</summary>
/// <param name="Country">ISO 3166 two-letter code.</param>
public sealed record Location(decimal Lat, decimal Lon, string City, string Country);

/// <summary>A doctor as the desk registers them, and as a change replaces them.</summary>
/// <param name="TimeZone">IANA name; the schedule's local times are in it.</param>
/// <param name="LicensedIn">
/// Where patients may be: ISO 3166-1 alpha-2 countries and ISO 3166-2 subdivisions, at most 250; a country covers its subdivisions. None: anywhere. Null: as before, and anywhere for a new doctor.
/// </param>
public sealed record DoctorRequest(
    string FullName,
    string Email,
    string Phone,
    IReadOnlyList<string> Specialties,
    IReadOnlyList<string> Languages,
    string Bio,
    IReadOnlyList<string> Qualifications,
    string TimeZone,
    Fees Fees,
    Location? Location = null,
    IReadOnlyList<string>? LicensedIn = null);

/// <summary>A verified doctor in a search.</summary>
/// <param name="NextAvailable">The first start of a standard visit that a patient could hold now; null when there is none.</param>
/// <param name="LicensedIn">Where patients may be; empty: anywhere.</param>
/// <param name="DistanceKm">From the place that was asked about, to a tenth; null when none was.</param>
public sealed record DoctorItem(
    Guid Id,
    string FullName,
    IReadOnlyList<string> Specialties,
    IReadOnlyList<string> Languages,
    string Bio,
    string TimeZone,
    Fees Fees,
    Rating Rating,
    Instant? NextAvailable,
    bool AcceptingPatients,
    string? PhotoUrl,
    Location? Location,
    IReadOnlyList<string> LicensedIn,
    decimal? DistanceKm = null);

/// <summary>A doctor by id: what a search tells, and more.</summary>
/// <param name="Verified">Only verified doctors are found and offer slots.</param>
/// <param name="Policy">Null while none is set: then everything goes back until the start.</param>
/// <param name="LicensedIn">Where patients may be; empty: anywhere.</param>
/// <param name="Providers">Through whom a visit can be paid in the currency of the fees; <c>manual</c> is always one.</param>
public sealed record DoctorAnswer(
    Guid Id,
    string FullName,
    IReadOnlyList<string> Specialties,
    IReadOnlyList<string> Languages,
    string Bio,
    string TimeZone,
    Fees Fees,
    Rating Rating,
    Instant? NextAvailable,
    bool AcceptingPatients,
    string? PhotoUrl,
    Location? Location,
    IReadOnlyList<string> Qualifications,
    DoctorPolicy? Policy,
    ScheduleRules Rules,
    bool Verified,
    IReadOnlyList<string> LicensedIn,
    IReadOnlyList<PaymentProvider>? Providers = null);
