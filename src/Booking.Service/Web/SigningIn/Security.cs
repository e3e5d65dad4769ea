using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Booking.Service.Web.SigningIn;

/// <param name="Address">What an authenticator app reads from the picture: <c>otpauth://...</c></param>
/// <param name="IsNeeded">The staff must have a second factor, and may not do without.</param>
public sealed record SecurityModel(Form Form, SecondFactorAnswer Factor, string Address, bool IsNeeded);

/// <summary>The second factor: an authenticator app, and codes for the day when its telephone is lost.</summary>
static class Security
{
    public const string Address = "/account/security";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).RequireAuthorization(Policies.AnyAccount);
        pages.MapPost(Address + "/enable", Enable).RequireAuthorization(Policies.AnyAccount).RequireRateLimiting(RateLimits.SignIn);
        pages.MapPost(Address + "/codes", Codes).RequireAuthorization(Policies.AnyAccount).RequireRateLimiting(RateLimits.SignIn);
        pages.MapPost(Address + "/disable", Disable).RequireAuthorization(Policies.AnyAccount).RequireRateLimiting(RateLimits.SignIn);
    }

    static Task<IResult> Get(Factor factor, CancellationToken ct) => factor.Page(Form.Of(), StatusCodes.Status200OK, ct);

    static async Task<IResult> Enable(Form form, Factor factor, CancellationToken ct)
    {
        form.Require("twoFactorCode");
        if (form.Errors.Count > 0)
            return await factor.Page(form, StatusCodes.Status400BadRequest, ct);
        var answer = await factor.Api.SecondFactor(new(Enable: true, SecondStep.Compact(form["twoFactorCode"])), ct);
        if (form.Refused(answer))
            return await factor.Page(form, (int)answer.Status, ct);
        await factor.SignInAnew();
        return Told(answer.Value);
    }

    static async Task<IResult> Codes(Form form, Factor factor, CancellationToken ct)
    {
        if (!await factor.Knows(form, "password"))
            return await factor.Page(form, StatusCodes.Status400BadRequest, ct);
        var answer = await factor.Api.SecondFactor(new(ResetRecoveryCodes: true), ct);
        return answer.Problem is null ? Told(answer.Value) : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Disable(Form form, Factor factor, CancellationToken ct)
    {
        if (factor.IsNeeded)
            return Show.Wrong(new("/problems/forbidden", "", StatusCodes.Status403Forbidden));
        if (!await factor.Knows(form, "password"))
            return await factor.Page(form, StatusCodes.Status400BadRequest, ct);
        // Whoever sets it up again shall not do so with the key of a telephone that may be another's by then.
        var answer = await factor.Api.SecondFactor(new(Enable: false, ResetSharedKey: true), ct);
        if (answer.Problem is not null)
            return Show.Wrong(answer.Problem);
        await factor.SignInAnew();
        return Show.See(OwnAccount.Address + "?said=unprotected");
    }

    // Told once, by the answer itself: to open the page again does not show them again.
    static IResult Told(SecondFactorAnswer factor) => factor.RecoveryCodes is null
        ? Show.See(OwnAccount.Address + "?said=protected")
        : Show.Page<RecoveryCodesPage, SecondFactorAnswer>(factor);

    /// <summary>Whose second factor it is, and what is asked of them before it is changed.</summary>
    internal sealed class Factor(Viewer viewer, AccountSignIn sessions, UserManager<Account> accounts, IOptions<AccountOptions> options)
    {
        public BookingClient Api => viewer.Api;

        public bool IsNeeded => options.Value.StaffMfa && viewer.Http.User.Claims.Any(claim => claim.Type == Identities.Role && claim.Value != Roles.Patient);

        public async Task<IResult> Page(Form form, int status, CancellationToken ct)
        {
            var account = await accounts.GetUserAsync(viewer.Http.User);
            var factor = await Api.SecondFactor(new(), ct);
            return account is null || factor.Body is null
                ? Show.Wrong(factor.Problem)
                : Show.Page<SecurityPage, SecurityModel>(new(form, factor.Body, AddressOf(account.Email!, factor.Body.SharedKey), IsNeeded), status);
        }

        /// <summary>A browser that was left open is not enough.</summary>
        public async Task<bool> Knows(Form form, string field)
        {
            if (await accounts.GetUserAsync(viewer.Http.User) is { } account && (await sessions.CheckPasswordSignInAsync(account, form.Exactly(field), lockoutOnFailure: true)).Succeeded)
                return true;
            form.Add(field, form.Has(field) ? "Incorrect password." : "Is required.");
            return false;
        }

        /// <summary>All sessions have ended with the change, this one too.</summary>
        public async Task SignInAnew() => await sessions.SignInAsync((await accounts.GetUserAsync(viewer.Http.User))!, isPersistent: false);

        // Some apps show nothing but ASCII.
        static string AddressOf(string email, string key)
        {
            var issuer = Uri.EscapeDataString(Wording.Texts.OfPages(Languages.Default).ByKey["layout.name"]);
            return $"otpauth://totp/{issuer}:{Uri.EscapeDataString(email)}?secret={key}&issuer={issuer}&digits=6";
        }
    }
}
