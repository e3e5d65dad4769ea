using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Lists the messages that wait to be delivered, in the order in which they were asked for.</summary>
static class GetOutbox
{
    const string Waiting = """
        select position, id, type, order_key, created_at, deliver_at, retry_at, attempts, error
          from outbox where sent_at is null and dead_at is null and position > $1 order by position limit $2
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/outbox", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<OutboxItem>>(200, 400);

    static async Task<IResult> Get(string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Position.Parse, Position.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        await using var command = dataSource.CreateCommand(Waiting).With(Pg.Long(after.Value), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(long Position, OutboxItem Item)> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add((row.GetInt64(0), new(
                row.GetGuid(1), row.GetString(2), row.GetGuidOrNull(3), row.GetInstant(4), row.GetInstant(5), row.GetInstantOrNull(6),
                row.GetInt32(7), row.GetStringOrNull(8))));
        }

        return TypedResults.Ok(page.Page(rows, r => r.Item, r => [r.Position.ToString(CultureInfo.InvariantCulture)]));
    }
}

/// <summary>A place in a list that is ordered by a number: of the log, of the outbox, of a stream.</summary>
sealed record Position(long Value)
{
    public static readonly Position Beginning = new(0);

    public static Position? Parse(string[] parts) =>
        parts is [var text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new(value) : null;
}
