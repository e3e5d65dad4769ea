using Booking.Contracts;

namespace Booking.Service.Web.SigningIn;

public sealed record NoticesModel(Form Form, string? Version, NotificationSettings Wanted, string? Said = null);

/// <summary>What a patient wants to be sent.</summary>
static class Notices
{
    const string Address = "/account/notifications";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Address, Get).RequireAuthorization(Policies.Patient);
        pages.MapPost(Address, Post).RequireAuthorization(Policies.Patient);
    }

    static async Task<IResult> Get(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Notifications(ct);
        return answer.Body is { } wanted
            ? Show.Page<NoticesPage, NoticesModel>(new(Form.Of(), answer.ETag, wanted, AccountPages.Said(viewer.Http, "said.saved")))
            : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Post(Form form, Viewer viewer, CancellationToken ct)
    {
        var wanted = new NotificationSettings(Sms: form.Has("sms"), Reminders: form.Has("reminders"));
        var answer = await viewer.Api.SetNotifications(wanted, form.Key, form.Version, ct);
        if (!form.Refused(answer))
            return Show.See(Address + "?said=saved");
        var now = await viewer.Api.Notifications(ct);
        return Show.Page<NoticesPage, NoticesModel>(new(form, now.ETag, wanted), (int)answer.Status);
    }
}
