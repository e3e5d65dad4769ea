using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>What payment providers told, by provider: what was taken in is counted in the database, what was not by the process that refused it.</summary>
static class ProvidersTold
{
    const string Times = "booking_provider_webhook_duration_seconds";

    const string Text = """
        select a.provider, count(*) filter (where n.received_at > $1), count(*), max(n.received_at)
          from notifications n join gateway_accounts a on a.id = n.account_id where n.body is not null and n.received_at > $2 group by 1
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/notifications", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ToldByProviders>(200);

    static async Task<ToldByProviders> Get(NpgsqlDataSource dataSource, IClock clock, MetricStore metrics, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        await using var command = dataSource.CreateCommand(Text).With(Pg.At(now - Duration.FromDays(1)), Pg.At(now - ReceiveNotification.BodyKeptFor));
        await using var row = await command.ExecuteReaderAsync(ct);
        var outcomes = metrics.Read(Times).ToLookup(series => series.Label("provider") ?? "", series => new OutcomeCount(series.Label("outcome") ?? "", series.Count));
        Dictionary<string, ToldByProvider> told = new(StringComparer.Ordinal);
        while (await row.ReadAsync(ct))
            told[row.GetString(0)] = new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInstant(3), []);
        return new(
            Node.Name, Node.Started,
            [.. told.Keys.Union(outcomes.Select(provider => provider.Key), StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => (told.GetValueOrDefault(name) ?? new(name, 0, 0, null, [])) with { Outcomes = [.. outcomes[name].OrderBy(o => o.Outcome, StringComparer.Ordinal)] })]);
    }
}
