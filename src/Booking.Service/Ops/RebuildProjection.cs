using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;

namespace Booking.Service.Ops;

/// <summary>Has a projection made anew from the log while the service runs, and says how that goes.</summary>
static class RebuildProjection
{
    public static readonly Refusal Running = new("rebuild-running", "This projection is being rebuilt already.");

    public static void Map(IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/ops/projections/{name}/rebuild").RequireAuthorization(Policies.Ops).WithTags("Ops");
        group.MapPost("", Post).Answers<RebuildAnswer>(202, 404, 409);
        group.MapGet("", Get).Answers<RebuildAnswer>(200, 404);
        group.MapDelete("", Delete).AnswersNothing(204, 404);
    }

    /// <summary>One that was interrupted goes on where it stopped.</summary>
    static async Task<IResult> Post(
        string name, Caller caller, ProjectionRebuilds rebuilds, RebuildsInBackground background, OperatorChanges audit, CancellationToken ct)
    {
        if (!rebuilds.Knows(name))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        try
        {
            if (await background.Start(name, caller.AccountId.ToString()!, ct) is not { } status)
                return Running.Problem(caller.Http);
            await audit.Note("projections.rebuild", subject: null, name, caller, ct);
            return TypedResults.Accepted($"/ops/projections/{Uri.EscapeDataString(name)}/rebuild", Answer(status));
        }
        catch (RebuildFailedException cannot)
        {
            return new Refusal("rebuild-impossible", cannot.Message).Problem(caller.Http);
        }
    }

    static async Task<IResult> Get(string name, HttpContext http, ProjectionRebuilds rebuilds, CancellationToken ct) =>
        await rebuilds.Status(name, ct) is { } status ? TypedResults.Ok(Answer(status)) : Refusals.NotFound.Problem(http);

    /// <summary>
    /// Ends what is under way, or drops what the last one replaced. Never both: whoever cancels again, or a moment too late, must not lose the
    /// tables that an earlier one kept.
    /// </summary>
    static async Task<IResult> Delete(
        string name, Caller caller, ProjectionRebuilds rebuilds, OperatorChanges audit, ILogger<RebuildsInBackground> log, CancellationToken ct)
    {
        if (await rebuilds.Status(name, ct) is not { } status)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (status.State is not RebuildState.Done)
        {
            if (await rebuilds.Cancel(name, ct))
            {
                await audit.Note("projections.cancel", subject: null, name, caller, ct);
                log.LogWarning("The rebuild of {Projection} was cancelled by {Actor}", name, caller.AccountId);
            }
        }
        else if (await rebuilds.Discard(name, ct))
        {
            await audit.Note("projections.drop", subject: null, name, caller, ct);
            log.LogInformation("What the rebuild of {Projection} replaced was dropped, asked for by {Actor}", name, caller.AccountId);
        }

        return TypedResults.NoContent();
    }

    /// <summary>As the command line and HTTP show it.</summary>
    public static RebuildAnswer Answer(RebuildStatus status) => new(
        status.Projection, JsonNamingPolicy.SnakeCaseLower.ConvertName(status.State.ToString()), status.Done, status.Total, Sum(status.Parity),
        [.. status.Parity.Select(table => new RebuildTable(table.Table, table.Same, table.Differing, table.Missing, table.Extra))],
        status.Position, status.Rate is { } rate ? Math.Round(rate, 1) : null, status.TimeLeft is { } left ? (long)left.TotalSeconds : null,
        status.Error, status.By, status.StartedAt, status.EndedAt, status.Kept);

    static RebuildParity? Sum(IReadOnlyList<ProjectionParity> tables) => tables.Count == 0
        ? null
        : new(tables.Sum(t => t.Same), tables.Sum(t => t.Differing), tables.Sum(t => t.Missing), tables.Sum(t => t.Extra));
}
