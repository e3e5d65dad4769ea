using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>Lets ops apply this node's time zone rules now, and older ones by force.</summary>
static class OrderTimeZones
{
    static readonly Refusal NotYet = new("not-yet", "Nothing was answered under this key.");

    public static readonly Refusal Running = new("time-zones-being-applied", "Another node applies time zone rules at this moment.");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/ops/time-zones/apply", Post).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<AppliedTimeZones>(200, 400, 409, 412, 422);

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
        // It has no version: whoever has seen one has seen something else.
        if (caller.Expects(version: 0) is { } stale)
        {
            return stale.Problem(caller.Http);
        }

        if (await Repeat(caller, commands, ct) is { } repeat)
        {
            return repeat;
        }

        var context = commands.Context(caller) with { Idempotency = null };
        return await Apply(apply, dataSource, request.Force, context, ct) is not { } applied ? Running.Problem(caller.Http)
            : caller.Idempotency is null ? TypedResults.Ok(applied)
            : await commands.Run(caller, (_, _) => () => Answer.Ok(applied), ct);
    }

    /// <summary>What was answered under the same key; null when nothing was. A doctor a transaction cannot be one with the answer, so it is asked for before.</summary>
    static async Task<Reply?> Repeat(Caller caller, Commands commands, CancellationToken ct)
    {
        if (caller.Idempotency is null)
        {
            return null;
        }

        var asked = await commands.Run(caller, static (_, _) => static () => NotYet, ct);
        return asked.Refusal == NotYet ? null : asked;
    }
}
