using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Web.SigningIn;

public sealed record AccountModel(MeAnswer Me, string? Said);

/// <summary>Who is signed in, and the way to what they can set up.</summary>
static class OwnAccount
{
    public const string Address = "/account";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).RequireAuthorization(Policies.AnyAccount);
        pages.MapPost("/account/sign-out-everywhere", SignOutEverywhere).RequireAuthorization(Policies.AnyAccount);
    }

    static async Task<IResult> Get(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Me(ct);
        return answer.Problem is null
            ? Show.Page<AccountPage, AccountModel>(new(answer.Value, AccountPages.Said(viewer.Http, "said.password", "said.protected", "said.unprotected")))
            : Show.Wrong(answer.Problem);
    }

    // Sessions are Identity's, as signing in is: all carry the stamp that is made anew here.
    static async Task<IResult> SignOutEverywhere(AccountSignIn sessions, UserManager<Account> accounts, HttpContext http)
    {
        if (await accounts.GetUserAsync(http.User) is { } account)
            await accounts.UpdateSecurityStampAsync(account);
        await sessions.SignOutAsync();
        return Show.See(SignIn.Address + "?said=out");
    }
}
