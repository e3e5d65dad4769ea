using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Frame">Null on the clinic's own pages.</param>
/// <param name="Secret">A new one, told this once.</param>
public sealed record WebhookModel(Frame? Frame, WebhookAnswer Webhook, Page<DeliveryItem> Deliveries, WebhookSecretAnswer? Secret = null)
{
    public string List => Frame?.At("/webhooks") ?? WebhookList.OfClinic;

    public string At => $"{List}/{Webhook.Id}";
}

/// <summary>One webhook: what became of each event, and what can be done about it.</summary>
static class WebhookDetail
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        Map(pages, Frame.Route + "/webhooks/{webhook:guid}", Policies.DeskOrDoctor);
        Map(pages, WebhookList.OfClinic + "/{webhook:guid}", Policies.Desk);
    }

    static void Map(IEndpointRouteBuilder pages, string route, string policy)
    {
        pages.MapGet(route, (Guid? id, Guid webhook, string? cursor, Viewer viewer, CancellationToken ct) => Ask(id, webhook, cursor, null, viewer, ct)).RequireAuthorization(policy);
        pages.MapPost(route + "/rotate", Rotate).RequireAuthorization(policy);
        pages.MapPost(route + "/enable", (Guid? id, Guid webhook, Form form, Viewer viewer, CancellationToken ct) =>
            Then(viewer.Api.EnableWebhook(webhook, form.Key, ct: ct), Address(id, $"/{webhook}?done=enabled"))).RequireAuthorization(policy);
        pages.MapPost(route + "/delete", (Guid? id, Guid webhook, Form form, Viewer viewer, CancellationToken ct) =>
            Then(viewer.Api.DeleteWebhook(webhook, form.Key, ct: ct), Address(id, "?done=removed"))).RequireAuthorization(policy);
        pages.MapPost(route + "/deliveries/{delivery:guid}/redeliver", (Guid? id, Guid webhook, Guid delivery, Form form, Viewer viewer, CancellationToken ct) =>
            Then(viewer.Api.Redeliver(webhook, delivery, form.Key, ct), Address(id, $"/{webhook}?done=sent"))).RequireAuthorization(policy);
    }

    static string Address(Guid? doctor, string rest) => (doctor is { } id ? Frame.At(id, "/webhooks") : WebhookList.OfClinic) + rest;

    static async Task<IResult> Then<T>(Task<Answer<T>> change, string address) =>
        await change is { Problem: { } problem } ? Show.Wrong(problem) : Show.See(address);

    static async Task<IResult> Rotate(Guid? id, Guid webhook, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.RotateWebhook(webhook, form.Key, ct: ct);
        return answer.Body is { } secret ? await Ask(id, webhook, null, secret, viewer, ct) : Show.Wrong(answer.Problem);
    }

    static async Task<IResult> Ask(Guid? id, Guid webhook, string? cursor, WebhookSecretAnswer? secret, Viewer viewer, CancellationToken ct)
    {
        var (one, deliveries) = (viewer.Api.Webhook(webhook, ct), viewer.Api.Deliveries(webhook, new(Limit: 50, cursor), ct));
        var (frame, problem) = id is { } doctor ? await viewer.Frame(doctor, ct) : (null, null);
        return (problem ?? (await one).Problem ?? (await deliveries).Problem) is { } wrong
            ? Show.Wrong(wrong)
            : Show.Page<WebhookPage, WebhookModel>(new(frame, (await one).Value, (await deliveries).Value, secret));
    }
}
