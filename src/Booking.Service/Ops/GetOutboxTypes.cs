using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>What waits in the outbox and what was given up, by type: each type has one destination.</summary>
static class GetOutboxTypes
{
    const string Text = """
        select type, count(*) filter (where dead_at is null),
               count(*) filter (where dead_at is null and greatest(deliver_at, coalesce(retry_at, deliver_at)) <= $1 and (leased_until is null or leased_until <= clock_timestamp())),
               count(*) filter (where leased_until > clock_timestamp()), count(*) filter (where dead_at is null and attempts > 0),
               min(deliver_at) filter (where dead_at is null and deliver_at <= $1), count(*) filter (where dead_at is not null)
          from (select * from outbox where sent_at is null and dead_at is null union all select * from outbox where dead_at is not null) message
         group by type order by 2 desc, 1 limit 200
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/outbox/types", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<ItemList<OutboxType>>(200);

    static async Task<ItemList<OutboxType>> Get(NpgsqlDataSource dataSource, IClock clock, CancellationToken ct) =>
        new(await Read(dataSource, clock.GetCurrentInstant(), ct));

    /// <returns>Those with the most waiting messages first, at most 200.</returns>
    public static async Task<List<OutboxType>> Read(NpgsqlDataSource dataSource, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Text).With(Pg.At(now));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<OutboxType> types = [];
        while (await row.ReadAsync(ct))
        {
            long? oldest = row.GetInstantOrNull(5) is { } due ? (long)(now - due).TotalSeconds : null;
            types.Add(new(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), oldest, row.GetInt64(6)));
        }

        return types;
    }
}
