using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Timelines;

/// <summary>What stands beside the log: messages, requests to providers, what providers told, deliveries to integrators.</summary>
static class TimelineRows
{
    static readonly JsonElement Nothing = JsonElement.Parse("null"u8);

    // Columns in the order of Item. What was sent to a provider, and what it told, may name a person and stays where it is.
    const string Messages = """
        select created_at, type, order_key, correlation_id, causation_id, actor, actor_role,
               case when dead_at is not null then 'dead' when sent_at is not null then 'sent' else 'waiting' end, coalesce(dead_at, sent_at, retry_at, deliver_at), attempts, error, body
          from outbox
         where order_key = any($1) or (order_key = any($2) and causation_id = any($3)) or (order_key is null and causation_id = any($3))
            or (type = 'read_payment' and body ->> 'payment' = $4)
         order by position limit 1000
        """;

    const string Calls = """
        select written_at, case when sends = 0 then 'not_sent' else 'request' end, payment_id, null, operation::text, null, null, null, sent_at, sends,
               case when misses > 0 then 'unknown to the provider when asked, ' || misses || ' times' end, null::jsonb
          from provider_requests where operation = any($1) order by written_at
        """;

    const string Notifications = """
        select received_at, type, payment_id, null, key, 'provider', null, null, null::timestamptz, null::int, null, null::jsonb
          from notifications where payment_id = $1 order by received_at limit 1000
        """;

    const string Deliveries = """
        select created_at, type, webhook_id, null, event_id::text, null, null, state, coalesce(tried_at, next_at), attempts, coalesce(error, 'HTTP ' || status_code), null::jsonb
          from webhook_deliveries where webhook_id = any(array(select id from webhooks)) and event_id = any($1) order by created_at limit 1000
        """;

    /// <param name="keys">Order keys of the visit's own messages.</param>
    /// <param name="slots">Of slots that others had, too: theirs is what the visit's events led to.</param>
    /// <param name="operations">Of requests to providers.</param>
    public static async Task<List<TimelineItem>> Read(NpgsqlDataSource dataSource, Guid[] keys, Guid[] slots, Guid? payment, Guid[] operations, Guid[] events, CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add(Messages, Pg.Uuids(keys), Pg.Uuids(slots), Pg.Texts([.. events.Select(id => id.ToString())]), Pg.TextOrNull(payment?.ToString()));
        batch.Add(Calls, Pg.Uuids(operations));
        batch.Add(Notifications, Pg.UuidOrNull(payment));
        batch.Add(Deliveries, Pg.Uuids(events));
        await using var row = await batch.ExecuteReaderAsync(ct);
        List<TimelineItem> items = [];
        foreach (var kind in (TimelineKind[])[TimelineKind.Message, TimelineKind.ProviderCall, TimelineKind.Notification, TimelineKind.Delivery])
        {
            while (await row.ReadAsync(ct))
                items.Add(Item(kind, row));
            await row.NextResultAsync(ct);
        }

        return items;
    }

    static TimelineItem Item(TimelineKind kind, NpgsqlDataReader row) => new(
        row.GetInstant(0), kind, row.GetString(1), row.GetGuidOrNull(2), Version: null, row.GetStringOrNull(3), row.GetStringOrNull(4), row.GetStringOrNull(5),
        row.GetStringOrNull(6), row.GetStringOrNull(7), row.GetInstantOrNull(8), row.GetIntOrNull(9), row.GetStringOrNull(10),
        row.IsDBNull(11) ? Nothing : JsonElement.Parse(row.GetUtf8(11)));
}
