using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>Lets ops apply this node's time zone rules now, and older ones by force.</summary>
static class OrderTimeZones
{
    public static readonly Refusal Running = new("time-zones-being-applied", "Another node applies time zone rules at this moment.");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/ops/time-zones/apply", Post).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<AppliedTimeZones>(200, 400, 409);

    /// <returns>Null when another node is at it.</returns>
    public static async Task<AppliedTimeZones?> Apply(ApplyTimeZones apply, NpgsqlDataSource dataSource, bool force, CommandContext context, CancellationToken ct)
    {
        if (await apply.Run(ApplyTimeZones.ByOps(force), context, ct) is not { } outcome)
        {
            return null;
        }

        var run = outcome.Run is { } id ? await TimeZoneReport.Find(dataSource, id, ct) : null;
        return new(Zones.TzdbVersion, run, await TimeZoneReport.Behind(dataSource, ct), await TimeZoneReport.Ahead(dataSource, ct));
    }

    static async Task<IResult> Post(ApplyTimeZonesRequest request, Caller caller, Commands commands, ApplyTimeZones apply, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        var context = commands.Context(caller) with { Idempotency = null };
        return await Apply(apply, dataSource, request.Force, context, ct) is { } applied ? TypedResults.Ok(applied) : Running.Problem(caller.Http);
    }
}
