using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>Which processes share the database, and what each does alone. The database knows it by their sessions, so nobody has to note that they live.</summary>
static class GetNodes
{
    static readonly string Statement = EmbeddedSql.Read("nodes.sql");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/nodes", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ItemList<NodeItem>>(200);

    static async Task<ItemList<NodeItem>> Get(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Statement).With(Pg.Text(Node.SessionPrefix));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<NodeItem> nodes = [];
        while (await row.ReadAsync(ct))
            nodes.Add(new(row.GetString(0), row.GetStringOrNull(1), row.GetInt32(2), row.GetInt32(3), row.GetInstant(4), [.. row.GetFieldValue<string[]>(5).Select(Work)]));
        return new(nodes);
    }

    /// <summary>By the second half of the key, which each piece of work has for itself.</summary>
    static string Work(string key) => key switch
    {
        "200" => "housekeeping", "270" => "reconciler", "390" => "time zones", "410" => "import", "476" => "anchor", _ => key,
    };
}
