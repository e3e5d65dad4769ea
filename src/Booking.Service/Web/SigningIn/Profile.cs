using Booking.Contracts;

namespace Booking.Service.Web.SigningIn;

/// <param name="Version">Of what is changed.</param>
/// <param name="Email">Shown, and not to be changed.</param>
public sealed record ProfileModel(Form Form, string? Version, string Email, string? Said = null);

/// <summary>What a patient has said of themselves, to be put right.</summary>
static class Profile
{
    const string Address = "/account/profile";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).RequireAuthorization(Policies.Patient);
        pages.MapPost(Address, Post).RequireAuthorization(Policies.Patient);
    }

    static async Task<IResult> Get(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Details(ct);
        if (answer.Body is not { } now)
            return Show.Wrong(answer.Problem);
        var form = Form.Of(("fullName", now.FullName), ("phone", now.Phone), ("timeZone", now.TimeZone), ("language", now.Language));
        return Show.Page<ProfilePage, ProfileModel>(new(form, answer.ETag, now.Email, AccountPages.Said(viewer.Http, "said.saved")));
    }

    static async Task<IResult> Post(Form form, Viewer viewer, CancellationToken ct)
    {
        var wanted = new DetailsRequest(form["fullName"] ?? "", Registration.Phone(form["phone"]), form["timeZone"] ?? "", form["language"] ?? viewer.Language);
        var answer = await viewer.Api.SetDetails(wanted, form.Key, form.Version, ct);
        if (!form.Refused(answer))
        {
            Preferences.Keep(viewer.Http, Viewer.LanguageCookie, wanted.Language);
            Preferences.Keep(viewer.Http, Viewer.ZoneCookie, wanted.TimeZone);
            return Show.See(Address + "?said=saved");
        }

        // Theirs stays as typed; sent again it goes over what stands there now, as they have been told.
        var now = await viewer.Api.Details(ct);
        return now.Body is { } body ? Show.Page<ProfilePage, ProfileModel>(new(form, now.ETag, body.Email), (int)answer.Status) : Show.Wrong(now.Problem);
    }
}
