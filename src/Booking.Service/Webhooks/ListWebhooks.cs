using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Webhooks;

/// <summary>The endpoints that the caller may change, and what is waiting or was sent to one of them.</summary>
public static class ListWebhooks
{
    const string List = $"select {WebhookRow.Columns} from webhooks where ($1::uuid is null or doctor_id = $1) and id > $2 order by id limit $3";

    const string Log = $"select {DeliveryColumns} from webhook_deliveries where webhook_id = $1 and (created_at, id) < ($2, $3) order by created_at desc, id desc limit $4";

    internal const string DeliveryColumns = "id, event_id, type, state, attempts, status_code, error, duration_ms, created_at, tried_at, next_at";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/webhooks", All).RequireAuthorization(Policies.DeskOrDoctor).Answers<Page<WebhookAnswer>>(200, 400, 403);
        app.MapGet("/api/webhooks/{id}", One).RequireAuthorization(Policies.DeskOrDoctor).Answers<WebhookAnswer>(200, 403, 404);
        app.MapGet("/api/webhooks/{id}/deliveries", Deliveries).RequireAuthorization(Policies.DeskOrDoctor).Answers<Page<DeliveryItem>>(200, 400, 403, 404);
    }

    static async Task<IResult> All(string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Oldest);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        await using var command = dataSource.CreateCommand(List)
            .With(Pg.UuidOrNull(caller.IsDesk ? null : caller.DoctorId?.Value), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<WebhookRow> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(WebhookRow.Read(row));
        }

        return TypedResults.Ok(page.Page(rows, found => found.Answer, found => new TimePlace(found.CreatedAt, found.Id).Parts));
    }

    static async Task<IResult> One(Guid id, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct) =>
        await dataSource.FindWebhook(id, caller, ct) is { } found ? ETags.Ok(caller.Http, found.Answer, found.Version) : Refusals.NotFound.Problem(caller.Http);

    static async Task<IResult> Deliveries(Guid id, string? cursor, int? limit, Caller caller, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Newest);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (await dataSource.FindWebhook(id, caller, ct) is null)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        await using var command = dataSource.CreateCommand(Log).With(Pg.Uuid(id), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<DeliveryItem> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(Delivery(row));
        }

        return TypedResults.Ok(page.Page(rows, found => found, found => new TimePlace(found.CreatedAt, found.Id).Parts));
    }

    internal static DeliveryItem Delivery(NpgsqlDataReader row) => new(
        row.GetGuid(0), WebhookSender.IdOf(row.GetGuid(1)), row.GetString(2), Wire.Parse<DeliveryState>(row.GetString(3)), row.GetInt32(4), row.GetIntOrNull(5),
        row.GetStringOrNull(6), row.GetIntOrNull(7), row.GetInstant(8), row.GetInstantOrNull(9), row.GetInstantOrNull(10));
}
