using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Holds that live now, whoever has them: ops see them run out.</summary>
static class LiveHolds
{
    const string Text = """
        select id, slot_id, doctor_id, type, starts_at, ends_at, until from holds where state = 'held' and until > $1 and (until, id) > ($2, $3) order by until, id limit $4
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/holds", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<LiveHold>>(200, 400);

    static async Task<IResult> Get(string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Oldest);
        if (errors.Any)
            return Problems.Invalid(http, errors.ToDictionary());
        await using var command = dataSource.CreateCommand(Text).With(Pg.At(clock.GetCurrentInstant()), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<LiveHold> rows = [];
        while (await row.ReadAsync(ct))
            rows.Add(new(
                row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), Wire.Parse<AppointmentType>(row.GetString(3)), row.GetInstant(4), row.GetInstant(5), row.GetInstant(6)));
        return TypedResults.Ok(page.Page(rows, hold => hold, hold => new TimePlace(hold.Until, hold.Id).Parts));
    }
}
