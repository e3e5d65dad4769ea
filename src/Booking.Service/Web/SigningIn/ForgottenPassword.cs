using Booking.Service.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Booking.Service.Web.SigningIn;

/// <summary>A new password for who forgot theirs, by a link to their mailbox. Nobody learns whether there is such an account.</summary>
static class ForgottenPassword
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account/forgot", () => Show.Page<ForgotPage, Form>(Form.Of())).AllowAnonymous();
        pages.MapPost("/account/forgot", Forgot).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        pages.MapGet("/account/reset", (string? userId, string? code) => Show.Page<ResetPage, Form>(Form.Of(("userId", userId), ("resetCode", code)))).AllowAnonymous();
        pages.MapPost("/account/reset", Reset).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
    }

    static async Task<IResult> Forgot(Form form, Viewer viewer, CancellationToken ct)
    {
        form.Require("email");
        if (form.Errors.Count > 0 || form.Refused(await viewer.Api.ForgotPassword(new(form["email"]!), ct)))
            return Show.Page<ForgotPage, Form>(form, StatusCodes.Status400BadRequest);
        return Show.See(Registration.CheckMail);
    }

    static async Task<IResult> Reset(Form form, Viewer viewer, UserManager<Account> accounts, CancellationToken ct)
    {
        // The link names the account and not the address, which is nobody's to read over a shoulder. One that names nobody fails as a wrong code does.
        var email = form["email"] ?? (form["userId"] is { } id ? (await accounts.FindByIdAsync(id))?.Email : null);
        var answer = await viewer.Api.ResetPassword(new(email ?? "nobody@invalid", form["resetCode"] ?? "", form.Exactly("newPassword")), ct);
        return form.Refused(answer) ? Show.Page<ResetPage, Form>(form, (int)answer.Status) : Show.See(SignIn.Address + "?said=reset");
    }
}
