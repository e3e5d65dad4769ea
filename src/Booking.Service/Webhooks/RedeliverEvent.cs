using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Webhooks;

/// <summary>Sends an event once more, at once, with all its retries before it again; also one that was delivered, which its receiver knows by its id.</summary>
public static class RedeliverEvent
{
    public static readonly Refusal Disabled = new("webhook-disabled", "The endpoint is disabled; enable it first.");

    const string Find = $"select {ListWebhooks.DeliveryColumns} from webhook_deliveries where id = $1 and webhook_id = $2";

    // What is being sent just now is left to its sender: a second one beside it would tell nobody anything new.
    const string Again = """
        update webhook_deliveries set state = 'waiting', retry = 0, next_at = $2, lease = null, leased_until = null
         where id = $1 and (leased_until is null or leased_until <= clock_timestamp())
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/webhooks/{id}/deliveries/{deliveryId}/redeliver", Post).RequireAuthorization(Policies.DeskOrDoctor)
            .Answers<DeliveryItem>(200, 403, 404, 409, 422);

    static async Task<IResult> Post(Guid id, Guid deliveryId, Caller caller, Commands commands, CancellationToken ct) =>
        await commands.Run(caller, (unit, now) =>
        {
            var webhook = unit.LoadWebhook(id, caller);
            var delivery = unit.Load<DeliveryItem?>(
                batch => batch.Add(Find, Pg.Uuid(deliveryId), Pg.Uuid(id)), async (row, token) => await row.ReadAsync(token) ? ListWebhooks.Delivery(row) : null);
            return () => Decide(unit, webhook.Value, delivery.Value, now);
        }, ct);

    static Result<Answer> Decide(Unit unit, WebhookRow? webhook, DeliveryItem? delivery, Instant now)
    {
        if (webhook is null || delivery is null)
        {
            return Refusals.NotFound;
        }

        if (webhook.DisabledAt is not null)
        {
            return Disabled;
        }

        unit.Guard(batch => batch.Add(Again, Pg.Uuid(delivery.Id), Pg.At(now)));
        return Answer.Ok(delivery with { State = DeliveryState.Waiting, NextAt = now }, webhook.Version);
    }
}
