using Booking.Contracts;
using Booking.Service.Accounts;

namespace Booking.Service.Web.SigningIn;

/// <summary>
/// Where the link of a mail leads that confirms an address. A button is pressed there: what looks into mail ahead of its reader opens links, and whoever
/// registered with another's address would be let in by it.
/// </summary>
static class Confirmation
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account/confirm", (string? userId, string? code, string? changedEmail) =>
            Show.Page<ConfirmPage, Form>(Form.Of(("userId", userId), ("code", code), ("changedEmail", changedEmail)))).AllowAnonymous();
        pages.MapPost("/account/confirm", Confirm).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        pages.MapGet("/account/confirm/resend", () => Show.Page<ResendPage, Form>(Form.Of())).AllowAnonymous();
        pages.MapPost("/account/confirm/resend", Resend).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
    }

    static async Task<IResult> Confirm(Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.ConfirmEmail(form["userId"] ?? "", form["code"] ?? "", form["changedEmail"], ct);
        if (answer.Problem is null)
            return Show.See(SignIn.Address + "?said=confirmed");
        form.Add("code", "Invalid token.");
        return Show.Page<ConfirmPage, Form>(form, StatusCodes.Status400BadRequest);
    }

    static async Task<IResult> Resend(Form form, Viewer viewer, CancellationToken ct)
    {
        form.Require("email");
        if (form.Errors.Count > 0 || form.Refused(await viewer.Api.ResendConfirmation(new(form["email"]!), ct)))
            return Show.Page<ResendPage, Form>(form, StatusCodes.Status400BadRequest);
        return Show.See(Registration.CheckMail);
    }
}
