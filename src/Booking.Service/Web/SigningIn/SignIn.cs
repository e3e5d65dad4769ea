using System.Security.Claims;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Web.SigningIn;

/// <param name="Said">Key of the text of what was just done; null when nothing.</param>
public sealed record SignInModel(Form Form, string? Said = null);

/// <summary>Signs people in by a cookie, with the code of their second factor where they have one, and out again.</summary>
static class SignIn
{
    public const string Address = "/account/sign-in";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).AllowAnonymous();
        pages.MapPost(Address, Post).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn).AddEndpointFilter(EvenTime.Keep);
        pages.MapPost("/account/sign-out", SignOut).AllowAnonymous();
    }

    /// <summary>The page, and where to go on to from there.</summary>
    public static string Then(string address, string? next) => next is null ? address : $"{address}?next={Uri.EscapeDataString(Viewer.Local(next))}";

    /// <summary>To where they wanted, or else to where their work is. They read on in their account's language and zone.</summary>
    public static async Task<IResult> Enter(string? next, Account account, HttpContext http, AccountSignIn sessions)
    {
        Preferences.Keep(http, Viewer.LanguageCookie, account.Language);
        if (account.TimeZone != Account.NoTimeZone)
            Preferences.Keep(http, Viewer.ZoneCookie, account.TimeZone);
        var who = await sessions.CreateUserPrincipalAsync(account);
        return Show.See(Identities.LacksSecondFactor(who) ? Security.Address : Viewer.Local(next ?? NextCookie.Take(http), Landing(who)));
    }

    static string Landing(ClaimsPrincipal who) =>
        who.IsInRole(Roles.Ops) ? "/console" : who.IsInRole(Roles.FrontDesk) || who.IsInRole(Roles.Doctor) ? "/desk" : "/";

    static IResult Get(string? next, Viewer viewer) => viewer.IsSignedIn
        ? Show.See(Viewer.Local(next))
        : Show.Page<SignInPage, SignInModel>(new(Form.Of(("next", next)), AccountPages.Said(viewer.Http, "said.registered", "said.confirmed", "said.reset", "said.out")));

    static async Task<IResult> Post(Form form, AccountSignIn sessions, UserManager<Account> accounts, HttpContext http)
    {
        form.Require("email", "password");
        if (form.Errors.Count == 0)
        {
            var result = await sessions.PasswordSignInAsync(form["email"]!, form.Exactly("password"), isPersistent: false, lockoutOnFailure: true);
            if (result.RequiresTwoFactor)
                return Show.See(Then(SecondStep.Address, form["next"]));
            if (result.Succeeded && await accounts.FindByNameAsync(form["email"]!) is { } account)
                return await Enter(form["next"], account, http, sessions);
            form.Add("password", "Address, password or code is wrong, or the account cannot sign in now.");
        }

        return Show.Page<SignInPage, SignInModel>(new(form), StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> SignOut(AccountSignIn sessions)
    {
        await sessions.SignOutAsync();
        return Show.See("/");
    }
}
