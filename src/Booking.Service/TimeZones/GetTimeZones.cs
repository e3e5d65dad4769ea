using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>Tells ops which time zone rules are in force, what applying them did, and each visit that it concerned.</summary>
static class GetTimeZones
{
    const string Visits = """
        select appointment_id, doctor_id, local_start, zone, old_start, new_start, outcome from time_zone_visits
         where run_id = $1 and appointment_id > $2 order by appointment_id limit $3
        """;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/ops/time-zones", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<TimeZonesAnswer>(200);
        app.MapGet("/ops/time-zones/{run}/visits", OfRun).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<Page<TimeZoneVisit>>(200, 400, 404);
    }

    static async Task<IResult> Get(NpgsqlDataSource dataSource, CancellationToken ct) => TypedResults.Ok(await TimeZoneReport.Read(dataSource, ct));

    static async Task<IResult> OfRun(Guid run, string? cursor, int? limit, HttpContext http, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, Place.Parse, Place.Beginning);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        if (await TimeZoneReport.Find(dataSource, new(run), ct) is null)
        {
            return Refusals.NotFound.Problem(http);
        }

        await using var command = dataSource.CreateCommand(Visits).With(Pg.Uuid(run), Pg.Uuid(after.Visit), Pg.Int(page.Limit + 1));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<TimeZoneVisit> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(Visit(row));
        }

        return TypedResults.Ok(page.Page(rows, visit => visit, visit => [visit.AppointmentId.ToString()]));
    }

    static TimeZoneVisit Visit(NpgsqlDataReader row)
    {
        var local = TimeZoneTables.Wall.Parse(row.GetString(2)).Value;
        return new(
            row.GetGuid(0), row.GetGuid(1), local.Date, local.TimeOfDay, row.GetString(3), row.GetInstant(4), row.GetInstant(5),
            Wire.Parse<TimeZoneOutcome>(row.GetString(6)));
    }

    sealed record Place(Guid Visit)
    {
        public static readonly Place Beginning = new(Guid.Empty);

        public static Place? Parse(string[] parts) => parts is [var text] && Guid.TryParse(text, out var visit) ? new(visit) : null;
    }
}
