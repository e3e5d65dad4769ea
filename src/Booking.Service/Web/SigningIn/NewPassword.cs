using Booking.Contracts;
using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Web.SigningIn;

/// <summary>Another password for who knows the old one. All other sessions of the account end; this one goes on.</summary>
static class NewPassword
{
    const string Address = "/account/password";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, () => Show.Page<PasswordPage, Form>(Form.Of())).RequireAuthorization(Policies.AnyAccount);
        pages.MapPost(Address, Post).RequireAuthorization(Policies.AnyAccount).RequireRateLimiting(RateLimits.SignIn);
    }

    static async Task<IResult> Post(Form form, Viewer viewer, AccountSignIn sessions, UserManager<Account> accounts, CancellationToken ct)
    {
        form.Require("oldPassword", "newPassword");
        if (form.Errors.Count > 0 || form.Refused(await viewer.Api.ChangePassword(new(form.Exactly("oldPassword"), form.Exactly("newPassword")), ct)))
            return Show.Page<PasswordPage, Form>(form, StatusCodes.Status400BadRequest);
        await sessions.SignInAsync((await accounts.GetUserAsync(viewer.Http.User))!, isPersistent: false);
        return Show.See(OwnAccount.Address + "?said=password");
    }
}
