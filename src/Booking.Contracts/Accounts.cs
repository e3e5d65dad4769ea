using System.Text.Json.Serialization;

namespace Booking.Contracts;

[JsonConverter(typeof(WireEnum<Role>))]
public enum Role
{
    [JsonStringEnumMemberName("patient")] Patient,
    [JsonStringEnumMemberName("doctor")] Doctor,
    [JsonStringEnumMemberName("frontdesk")] FrontDesk,
    [JsonStringEnumMemberName("ops")] Ops,
}

/// <summary>Makes an account with the role <c>patient</c>, and the patient.</summary>
/// <param name="Password">12 to 128 characters.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Phone">E.164, such as <c>+971501234567</c>.</param>
/// <param name="Language"><c>en</c>, <c>ar</c> or <c>ur</c>.</param>
public sealed record RegisterRequest(
    string Email, string Password, string FullName, string Phone, string TimeZone, string Language = "en");

/// <param name="TwoFactorCode">Of the authenticator; needed once a second factor is set up, unless a recovery code is sent.</param>
public sealed record LoginRequest(string Email, string Password, string? TwoFactorCode = null, string? TwoFactorRecoveryCode = null);

public sealed record RefreshRequest(string RefreshToken);

/// <param name="ExpiresIn">Seconds that the access token lives from now.</param>
public sealed record TokenAnswer(string TokenType, string AccessToken, long ExpiresIn, string RefreshToken);

/// <summary>Who is signed in.</summary>
/// <param name="PatientId">Null for staff.</param>
/// <param name="DoctorId">Null for anybody but a doctor.</param>
public sealed record MeAnswer(Guid Id, string Email, IReadOnlyList<Role> Roles, Guid? PatientId, Guid? DoctorId);
