namespace Booking.Contracts;

/// <summary>A patient as the desk finds them.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record PatientItem(Guid Id, string FullName, string Email, string Phone, string TimeZone, string? Language);

/// <summary>A patient whom the desk writes down while booking; a known e-mail is that patient.</summary>
/// <param name="TimeZone">IANA name.</param>
public sealed record NewPatient(string FullName, string Email, string Phone, string TimeZone);

/// <summary>A patient of whom nothing is known any more; their visits and payments stay, without a person.</summary>
/// <param name="ErasedAt">When it was done first; a repeat says the same.</param>
public sealed record ErasedPatient(Guid Id, Instant ErasedAt);
