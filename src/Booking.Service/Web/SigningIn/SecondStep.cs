using Booking.Service.Accounts;

namespace Booking.Service.Web.SigningIn;

/// <summary>Asks whoever gave the right password for a code of their app, or one of their recovery codes.</summary>
static class SecondStep
{
    public const string Address = SignIn.Address + "/code";

    const int AppDigits = 6, RecoveryLetters = 10;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).AllowAnonymous();
        pages.MapPost(Address, Post).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).AddEndpointFilter(EvenTime.Keep);
    }

    /// <summary>Codes are typed with spaces in them, or pasted so.</summary>
    public static string Compact(string? code) => string.Concat((code ?? "").Where(char.IsLetterOrDigit));

    static async Task<IResult> Get(string? next, AccountSignIn sessions) =>
        await sessions.GetTwoFactorAuthenticationUserAsync() is null ? Show.See(SignIn.Then(SignIn.Address, next)) : Show.Page<SecondStepPage, Form>(Form.Of(("next", next)));

    static async Task<IResult> Post(Form form, AccountSignIn sessions, HttpContext http)
    {
        // Too long ago: the password is asked for again.
        if (await sessions.GetTwoFactorAuthenticationUserAsync() is not { } account)
            return Show.See(SignIn.Then(SignIn.Address, form["next"]));
        form.Require("code");
        if (form.Errors.Count == 0)
        {
            if (await Enters(Compact(form["code"]), sessions))
                return await SignIn.Enter(form["next"], account, http, sessions);
            form.Add("code", "The code is wrong.");
        }

        return Show.Page<SecondStepPage, Form>(form, StatusCodes.Status400BadRequest);
    }

    static async Task<bool> Enters(string code, AccountSignIn sessions) => code switch
    {
        { Length: AppDigits } when code.All(char.IsAsciiDigit) => (await sessions.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)).Succeeded,
        { Length: RecoveryLetters } => (await sessions.TwoFactorRecoveryCodeSignInAsync($"{code[..(RecoveryLetters / 2)]}-{code[(RecoveryLetters / 2)..]}".ToUpperInvariant())).Succeeded,
        _ => false,
    };
}
