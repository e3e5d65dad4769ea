using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Webhooks;

/// <summary>Replaces an endpoint's secret, enables it again, deletes it.</summary>
public sealed class ChangeWebhook(Commands commands, MasterKeys masterKeys)
{
    public static readonly Refusal RotatedTooOften = new("rotated-too-often", "Four earlier secrets still sign; wait until one has run out.");

    /// <summary>Two changes at once: the later one looks again at what the earlier one has left.</summary>
    const string Stale = "webhook_is_at_version";

    const string Rotate = $"""
        with changed as (update webhooks set sealed = $3, version = version + 1 where id = $1 and version = $2 returning 1)
        select expect(exists (select from changed), '{Stale}')
        """;

    const string Enable = $"""
        with changed as (
            update webhooks set disabled_at = null, disabled_why = null, failing_since = null, version = version + 1 where id = $1 and version = $2 returning 1)
        select expect(exists (select from changed), '{Stale}')
        """;

    const string Remove = $"""
        with changed as (delete from webhooks where id = $1 and version = $2 returning 1) select expect(exists (select from changed), '{Stale}')
        """;

    public static void Model(StoreModel model) => model.Conflict(Stale);

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/webhooks/{id}/rotate", (Guid id, Caller caller, ChangeWebhook change, CancellationToken ct) => change.Run(id, caller, change.Rotated, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).Answers<WebhookSecretAnswer>(200, 403, 404, 409, 412, 422);
        app.MapPost("/api/webhooks/{id}/enable", (Guid id, Caller caller, ChangeWebhook change, CancellationToken ct) => change.Run(id, caller, Enabled, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).Answers<WebhookAnswer>(200, 403, 404, 412, 422);
        app.MapDelete("/api/webhooks/{id}", (Guid id, Caller caller, ChangeWebhook change, CancellationToken ct) => change.Run(id, caller, Removed, ct))
            .RequireAuthorization(Policies.DeskOrDoctor).AnswersNothing(204, 403, 404, 412, 422);
    }

    async Task<IResult> Run(Guid id, Caller caller, Func<Unit, WebhookRow, Result<Answer>> change, CancellationToken ct) =>
        await commands.Run(caller, (unit, _) =>
        {
            var webhook = unit.LoadWebhook(id, caller);
            return () => webhook.Value is not { } found ? Refusals.NotFound
                : caller.Expects(found.Version) is { } stale ? stale
                : change(unit, found);
        }, ct);

    Result<Answer> Rotated(Unit unit, WebhookRow webhook)
    {
        if (WebhookSecrets.Open(masterKeys, webhook.Id, webhook.Envelope).Rotated(unit.Context.Now) is not { } secrets)
        {
            return RotatedTooOften;
        }

        unit.Guard(batch => batch.Add(Rotate, Pg.Uuid(webhook.Id), Pg.Long(webhook.Version), Pg.Bytes(secrets.Seal(masterKeys, webhook.Id))));
        return Answer.Ok(
            new WebhookSecretAnswer(webhook.Id, secrets.Current, NodaTime.Instant.FromUnixTimeMilliseconds(secrets.Earlier[0].Until)), webhook.Version + 1);
    }

    static Result<Answer> Enabled(Unit unit, WebhookRow webhook)
    {
        if (webhook.DisabledAt is null)
        {
            return Answer.Ok(webhook.Answer, webhook.Version);
        }

        unit.Guard(batch => batch.Add(Enable, Pg.Uuid(webhook.Id), Pg.Long(webhook.Version)));
        var enabled = webhook with { DisabledAt = null, DisabledWhy = null, FailingSince = null };
        return Answer.Ok(enabled.Answer, webhook.Version + 1);
    }

    static Result<Answer> Removed(Unit unit, WebhookRow webhook)
    {
        unit.Guard(batch => batch.Add(Remove, Pg.Uuid(webhook.Id), Pg.Long(webhook.Version)));
        return Answer.NoContent();
    }
}
