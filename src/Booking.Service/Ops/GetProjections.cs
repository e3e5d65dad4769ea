using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Where each projection stands. All are written in the transaction of their event, so none is ever behind the log.</summary>
static class GetProjections
{
    const string Live = "live";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/projections", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ItemList<ProjectionItem>>(200);

    static async Task<ItemList<ProjectionItem>> Get(StoreModel model, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var settled = await SettledPosition.Read(connection, ct);
        return new([.. model.Projections.Select(projection => new ProjectionItem(projection.Name, settled, settled, Lag: 0, Live))]);
    }
}
