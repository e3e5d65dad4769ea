namespace Booking.Contracts;

/// <summary>A doctor as the desk knows them, also before ops have verified them.</summary>
public sealed record RegisteredDoctor(
    Guid Id, string FullName, string Email, string Phone, IReadOnlyList<string> Specialties, bool Verified, bool AcceptingPatients);
