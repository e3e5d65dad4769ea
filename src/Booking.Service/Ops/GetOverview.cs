using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>What all panels of the console come to, in one statement: it is asked every few seconds by whoever has the console open.</summary>
static class GetOverview
{
    static readonly string Statement = EmbeddedSql.Read("overview.sql");

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/overview", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<OverviewAnswer>(200);

    static async Task<OverviewAnswer> Get(NpgsqlDataSource dataSource, IClock clock, IHostEnvironment environment, MetricStore metrics, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var command = dataSource.CreateCommand(Statement).With(Pg.At(now), Pg.Text(Node.SessionPrefix));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(
            environment.EnvironmentName, Node.Name, now, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
            row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13), row.GetInt32(14),
            Distribution.Sum(metrics.Read(GetActivity.Times)).Milliseconds(0.99), row.IsDBNull(15) ? null : row.GetBoolean(15), Zones.TzdbVersion);
    }
}
