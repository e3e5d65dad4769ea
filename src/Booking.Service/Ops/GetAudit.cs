using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Who did or looked at what, where no event says it; the newest first.</summary>
static class GetAudit
{
    const string Text = """
        select id, at, by, change, subject, detail from operator_changes where id < $1 and ($2::text is null or change = $2) order by id desc limit $3
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/audit", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<AuditItem>>(200, 400);

    static async Task<IResult> Get(string? change, string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var before = page.After(errors, Position.Parse, new Position(long.MaxValue));
        if (errors.Any)
            return Problems.Invalid(http, errors.ToDictionary());
        await using var command = dataSource.CreateCommand(Text).With(Pg.Long(before.Value), Pg.TextOrNull(change), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<(long Id, AuditItem Item)> rows = [];
        while (await row.ReadAsync(ct))
            rows.Add((row.GetInt64(0), Item(row, 1)));
        return TypedResults.Ok(page.Page(rows, r => r.Item, r => [r.Id.ToString(CultureInfo.InvariantCulture)]));
    }

    /// <param name="at">The ordinal of the first of <c>at, by, change, subject, detail</c>.</param>
    public static AuditItem Item(NpgsqlDataReader row, int at) =>
        new(row.GetInstant(at), row.GetString(at + 1), row.GetString(at + 2), row.GetGuidOrNull(at + 3), row.GetString(at + 4));
}
