using Booking.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Booking.Service.Web.SigningIn;

/// <summary>Makes a patient's account. Whoever it is, the answer is the same: only the mailbox is told more.</summary>
static class Registration
{
    public const string CheckMail = "/account/check-mail";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/account/register", Get).AllowAnonymous();
        pages.MapPost("/account/register", Post).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        pages.MapGet(CheckMail, () => Show.Page<CheckMailPage, Nothing>(new())).AllowAnonymous();
    }

    static IResult Get(string? next, Viewer viewer) => Show.Page<RegisterPage, Form>(Form.Of(
        ("next", next), ("timeZone", viewer.Zone?.Id), ("language", viewer.Language)));

    static async Task<IResult> Post(Form form, Viewer viewer, IOptions<IdentityOptions> identity, CancellationToken ct)
    {
        var answer = await viewer.Api.Register(
            new(form["email"] ?? "", form.Exactly("password"), form["fullName"] ?? "", Phone(form["phone"]), form["timeZone"] ?? "", form["language"] ?? viewer.Language), ct: ct);
        if (form.Refused(answer))
            return Show.Page<RegisterPage, Form>(form, (int)answer.Status);
        NextCookie.Keep(viewer.Http, form["next"]);
        return Show.See(identity.Value.SignIn.RequireConfirmedEmail ? CheckMail : SignIn.Address + "?said=registered");
    }

    /// <summary>People write numbers with spaces, brackets and hyphens; the interface takes digits.</summary>
    public static string Phone(string? typed) => string.Concat((typed ?? "").Where(letter => letter is not (' ' or '-' or '(' or ')' or '.' or '\u00a0')));
}
