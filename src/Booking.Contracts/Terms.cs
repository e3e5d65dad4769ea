namespace Booking.Contracts;

/// <summary>The terms of booking that are in force.</summary>
/// <param name="Version">1 to 50 characters; compared as it stands.</param>
public sealed record TermsAnswer(string Version);
