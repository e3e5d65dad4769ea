using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Rebuilding;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Where each projection stands. All are written in the transaction of their event, so none is ever behind the log.</summary>
static class GetProjections
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/projections", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ItemList<ProjectionItem>>(200);

    static async Task<ItemList<ProjectionItem>> Get(StoreModel model, NpgsqlDataSource dataSource, ProjectionRebuilds rebuilds, CancellationToken ct)
    {
        // Not the settled position: that waits for every writer in flight, an index of a rebuild and a whole verify among them, and is for who follows the log.
        await using var command = dataSource.CreateCommand("select coalesce(max(seq_id), 0) from mt_events");
        var last = (long)(await command.ExecuteScalarAsync(ct))!;
        var (versions, all) = (await rebuilds.LiveVersions(ct), await rebuilds.All(ct));
        return new([.. model.Projections.Select(projection => Item(projection, last, versions[projection.Name], all.GetValueOrDefault(projection.Name)))]);
    }

    static ProjectionItem Item(InlineProjection projection, long last, int version, RebuildStatus? rebuild) =>
        new(projection.Name, last, last, Lag: 0, StateOf(projection, version, rebuild), rebuild is null ? null : RebuildProjection.Answer(rebuild));

    static string StateOf(InlineProjection projection, int version, RebuildStatus? rebuild) =>
        rebuild is { IsRunning: true } ? "rebuilding" : version < projection.Version ? "outdated" : "live";
}
