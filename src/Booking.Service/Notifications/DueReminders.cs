using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Notifications;

/// <summary>The reminders of the next 24 hours, as they wait in the outbox.</summary>
static class DueReminders
{
    const int Hours = 24, Most = 100;

    const string Text = """
        select id, (body ->> 'appointment')::uuid, lower(body ->> 'channel'), deliver_at from outbox
         where sent_at is null and dead_at is null and type = 'send_reminder' and deliver_at < $1 order by deliver_at, position limit $2
        """;

    const string ByHour = """
        select date_trunc('hour', greatest(deliver_at, $1)), count(*) from outbox
         where sent_at is null and dead_at is null and type = 'send_reminder' and deliver_at < $2 group by 1
        """;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/reminders", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<RemindersAnswer>(200);

    static async Task<RemindersAnswer> Get(NpgsqlDataSource dataSource, IClock clock, CancellationToken ct)
    {
        var first = Instant.FromUnixTimeSeconds(clock.GetCurrentInstant().ToUnixTimeSeconds() / NodaConstants.SecondsPerHour * NodaConstants.SecondsPerHour);
        await using var batch = dataSource.CreateBatch();
        batch.Add(Text, Pg.At(first + Duration.FromHours(Hours)), Pg.Int(Most));
        batch.Add(ByHour, Pg.At(first), Pg.At(first + Duration.FromHours(Hours)));
        await using var row = await batch.ExecuteReaderAsync(ct);
        List<ReminderItem> next = [];
        while (await row.ReadAsync(ct))
            next.Add(new(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetInstant(3)));
        await row.NextResultAsync(ct);
        Dictionary<Instant, long> counted = [];
        while (await row.ReadAsync(ct))
            counted[row.GetInstant(0)] = row.GetInt64(1);
        return new([.. Enumerable.Range(0, Hours).Select(i => first + Duration.FromHours(i)).Select(at => new ReminderHour(at, counted.GetValueOrDefault(at)))], next);
    }
}
