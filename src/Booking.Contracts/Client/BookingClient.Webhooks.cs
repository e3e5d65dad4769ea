namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>At most 20 for the clinic and 20 a doctor.</summary>
    public Task<Answer<WebhookSecretAnswer>> CreateWebhook(WebhookRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<WebhookRequest, WebhookSecretAnswer>(new("/api/webhooks"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>All for the desk, their own for a doctor.</summary>
    public Task<Answer<Page<WebhookAnswer>>> Webhooks(PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<WebhookAnswer>>(new Url("/api/webhooks").With(page), ct);

    public Task<Answer<WebhookAnswer>> Webhook(Guid id, CancellationToken ct = default) => Get<WebhookAnswer>(OfWebhook(id), ct);

    /// <summary>With its log and all that waits.</summary>
    public Task<Answer<Nothing>> DeleteWebhook(Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Delete(OfWebhook(id), idempotencyKey, ifMatch, ct);

    /// <summary>A new secret; the old one signs too for 24 hours.</summary>
    public Task<Answer<WebhookSecretAnswer>> RotateWebhook(Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<WebhookSecretAnswer>(OfWebhook(id, "/rotate"), idempotencyKey, ifMatch, ct);

    /// <summary>Sends again what waits, and what happens from now on.</summary>
    public Task<Answer<WebhookAnswer>> EnableWebhook(Guid id, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Post<WebhookAnswer>(OfWebhook(id, "/enable"), idempotencyKey, ifMatch, ct);

    /// <summary>The newest first.</summary>
    public Task<Answer<Page<DeliveryItem>>> Deliveries(Guid webhook, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<DeliveryItem>>(OfWebhook(webhook, "/deliveries").With(page), ct);

    /// <summary>Sends it once more, at once, with a new row of retries; also what was delivered.</summary>
    public Task<Answer<DeliveryItem>> Redeliver(Guid webhook, Guid delivery, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<DeliveryItem>(OfWebhook(webhook, $"/deliveries/{delivery}/redeliver"), idempotencyKey, ifMatch: null, ct);

    static Url OfWebhook(Guid id, string rest = "") => new($"/api/webhooks/{id}{rest}");
}
