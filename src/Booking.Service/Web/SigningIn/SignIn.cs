using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Web.SigningIn;

/// <summary>Signs people in by a cookie, with the code of their second factor where they have one, and out again.</summary>
static class SignIn
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account/sign-in", Get).AllowAnonymous();
        pages.MapPost("/account/sign-in", Post).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).AddEndpointFilter(EvenTime.Keep);
        pages.MapPost("/account/sign-out", SignOut).AllowAnonymous();
    }

    static IResult Get(string? next, Viewer viewer) =>
        viewer.IsSignedIn ? Show.See(Viewer.Local(next)) : Ask(Form.Of(("next", next)));

    static async Task<IResult> Post(Form form, AccountSignIn sessions, UserManager<Account> accounts, HttpContext http)
    {
        if (form["email"] is not { } email)
            form.Add("email", "Is required.");
        else if (form["password"] is not { } password)
            form.Add("password", "Is required.");
        else
        {
            var result = await sessions.PasswordSignInAsync(email, password, isPersistent: false, lockoutOnFailure: true);
            if (result.Succeeded)
                return Enter(form, await accounts.FindByNameAsync(email), http);
            if (result.RequiresTwoFactor)
                return Show.See("/account/sign-in/code?next=" + Uri.EscapeDataString(Viewer.Local(form["next"])));
            form.Add("password", "Address, password or code is wrong, or the account cannot sign in now.");
        }

        return Ask(form);
    }

    /// <summary>They read what follows in their account's language.</summary>
    public static IResult Enter(Form form, Account? account, HttpContext http)
    {
        if (account is not null)
            Preferences.Keep(http, Viewer.LanguageCookie, account.Language);
        return Show.See(Viewer.Local(form["next"]));
    }

    static IResult Ask(Form form) =>
        Show.Page<SignInPage, Form>(form, form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);

    static async Task<IResult> SignOut(AccountSignIn sessions)
    {
        await sessions.SignOutAsync();
        return Show.See("/");
    }
}
