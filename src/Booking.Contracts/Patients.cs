namespace Booking.Contracts;

/// <summary>A patient as the desk finds them.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record PatientItem(Guid Id, string FullName, string Email, string Phone, string TimeZone, string? Language);

/// <summary>A patient whom the desk writes down while booking; a known e-mail is that patient.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record NewPatient(string FullName, string Email, string Phone, string TimeZone);
