using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Frame">Null for the list of the whole clinic.</param>
/// <param name="Secret">Of the one that was made just now; told this once.</param>
public sealed record WebhooksModel(Frame? Frame, Form Form, Page<WebhookAnswer> Webhooks, WebhookSecretAnswer? Secret = null)
{
    public string At => Frame?.At("/webhooks") ?? WebhookList.OfClinic;
}

/// <summary>Where integrators are told of events: a doctor's own, and for the desk the clinic's. Whose a new one is follows from who makes it.</summary>
static class WebhookList
{
    public const string OfClinic = "/desk/webhooks";
    const string Route = Frame.Route + "/webhooks";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, (Guid id, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(), viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, (Guid id, Form form, Viewer viewer, CancellationToken ct) => Create(id, form, viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapGet(OfClinic, (Viewer viewer, CancellationToken ct) => Ask(null, Form.Of(), viewer, ct)).RequireAuthorization(Policies.Desk);
        pages.MapPost(OfClinic, (Form form, Viewer viewer, CancellationToken ct) => Create(null, form, viewer, ct)).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Create(Guid? doctor, Form form, Viewer viewer, CancellationToken ct)
    {
        // The desk's are the clinic's: no page of one doctor makes them.
        if (doctor is { } id && viewer.Caller.DoctorId != new DoctorId(id))
            return Show.Wrong(new("/problems/forbidden", "", StatusCodes.Status403Forbidden));
        IReadOnlyList<string> events = form.Has("all") ? [WebhookTypes.All] : form.All("events");
        var answer = await viewer.Api.CreateWebhook(new(form["url"] ?? "", events), form.Key, ct);
        return form.Refused(answer, path => path.StartsWith("events", StringComparison.Ordinal) ? "events" : path)
            ? await Ask(doctor, form, viewer, ct, (int)answer.Status)
            : await Ask(doctor, Form.Of(), viewer, ct, StatusCodes.Status201Created, answer.Value);
    }

    static async Task<IResult> Ask(Guid? doctor, Form form, Viewer viewer, CancellationToken ct, int status = StatusCodes.Status200OK, WebhookSecretAnswer? secret = null)
    {
        var webhooks = viewer.Api.Webhooks(new(Limit: 100), ct);
        var (frame, problem) = doctor is { } id ? await viewer.Frame(id, ct) : (null, null);
        if ((problem ?? (await webhooks).Problem) is { } wrong)
            return Show.Wrong(wrong);
        var page = (await webhooks).Value;
        return Show.Page<WebhooksPage, WebhooksModel>(
            new(frame, form, doctor is null ? page : page with { Items = [.. page.Items.Where(webhook => webhook.DoctorId == doctor)] }, secret), status);
    }
}
