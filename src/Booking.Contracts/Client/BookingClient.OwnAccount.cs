namespace Booking.Contracts;

/// <summary>What people do with their own account.</summary>
public sealed partial class BookingClient
{
    /// <summary>What the signed-in patient has said of themselves.</summary>
    public Task<Answer<DetailsAnswer>> Details(CancellationToken ct = default) => Get<DetailsAnswer>(new("/api/accounts/me/details"), ct);

    public Task<Answer<DetailsAnswer>> SetDetails(DetailsRequest request, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Put<DetailsRequest, DetailsAnswer>(new("/api/accounts/me/details"), request, idempotencyKey, ifMatch, ct);

    public Task<Answer<Nothing>> ForgotPassword(AddressRequest request, CancellationToken ct = default) =>
        Post<AddressRequest, Nothing>(new("/api/accounts/forgotPassword"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<Nothing>> ResetPassword(ResetPasswordRequest request, CancellationToken ct = default) =>
        Post<ResetPasswordRequest, Nothing>(new("/api/accounts/resetPassword"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<Nothing>> ResendConfirmation(AddressRequest request, CancellationToken ct = default) =>
        Post<AddressRequest, Nothing>(new("/api/accounts/resendConfirmationEmail"), request, idempotencyKey: null, ifMatch: null, ct);

    /// <param name="code">As it was mailed.</param>
    /// <param name="changedEmail">With a link that confirms a new address: that address.</param>
    /// <returns>A word of thanks.</returns>
    public Task<Answer<string>> ConfirmEmail(string userId, string code, string? changedEmail = null, CancellationToken ct = default) =>
        Get<string>(new Url("/api/accounts/confirmEmail").With("userId", userId).With("code", code).With("changedEmail", changedEmail), ct);

    /// <summary>Another password; every other session of the account ends.</summary>
    public Task<Answer<AccountInfo>> ChangePassword(ChangePasswordRequest request, CancellationToken ct = default) =>
        Post<ChangePasswordRequest, AccountInfo>(new("/api/accounts/manage/info"), request, idempotencyKey: null, ifMatch: null, ct);

    public Task<Answer<SecondFactorAnswer>> SecondFactor(SecondFactorRequest request, CancellationToken ct = default) =>
        Post<SecondFactorRequest, SecondFactorAnswer>(new("/api/accounts/manage/2fa"), request, idempotencyKey: null, ifMatch: null, ct);
}
