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

/// <summary>What a patient says of themselves, replaced as a whole. The address they sign in with is not among it.</summary>
/// <param name="Phone">E.164.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Language"><c>en</c>, <c>ar</c> or <c>ur</c>.</param>
public sealed record DetailsRequest(string FullName, string Phone, string TimeZone, string Language);

/// <inheritdoc cref="DetailsRequest"/>
public sealed record DetailsAnswer(string FullName, string Email, string Phone, string TimeZone, string Language);

/// <summary>Whose mailbox gets a link, if there is an account of that address that waits for one.</summary>
public sealed record AddressRequest(string Email);

/// <param name="ResetCode">As it was mailed; good once, for a day.</param>
public sealed record ResetPasswordRequest(string Email, string ResetCode, string NewPassword);

public sealed record ChangePasswordRequest(string OldPassword, string NewPassword);

public sealed record AccountInfo(string Email, bool IsEmailConfirmed);

/// <summary>Changes the second factor, or with nothing set tells how it stands.</summary>
/// <param name="TwoFactorCode">Of the authenticator app; needed to enable.</param>
/// <param name="ResetRecoveryCodes">New ones in place of all before.</param>
public sealed record SecondFactorRequest(bool? Enable = null, string? TwoFactorCode = null, bool ResetSharedKey = false, bool ResetRecoveryCodes = false);

/// <param name="SharedKey">Base32, for the authenticator app.</param>
/// <param name="RecoveryCodes">Told once, when they were made by this call; else null.</param>
public sealed record SecondFactorAnswer(
    string SharedKey, int RecoveryCodesLeft, IReadOnlyList<string>? RecoveryCodes, bool IsTwoFactorEnabled, bool IsMachineRemembered)
{
    /// <summary>Names the kind and nothing else, so that no secret is printed by accident.</summary>
    public override string ToString() => nameof(SecondFactorAnswer);
}
