using Booking.EventStore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Service.Webhooks;

/// <summary>An event that this process has taken on to send.</summary>
/// <param name="Retry">How many retries it has behind it.</param>
sealed record TakenDelivery(
    Guid Id, Guid Webhook, string Url, byte[] Envelope, Guid Event, string Type, StreamId Stream, long Version, int Retry, Guid Lease);

/// <summary>
/// The queue of what is to be sent. What a process takes is its own for a minute of the database's time; when the process dies, another takes it
/// then, and what the first one still brings back is not recorded any more.
/// </summary>
sealed class WebhookQueue(NpgsqlDataSource dataSource)
{
    /// <summary>At once to an endpoint that works, and to one that fails.</summary>
    public const int MostAtOnce = 4, MostWhileFailing = 1;

    static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    static readonly string Take = EmbeddedSql.Read("webhook_take.sql");

    const string Delivered = """
        with done as (
            update webhook_deliveries
               set state = 'delivered', attempts = attempts + 1, status_code = $3, error = null, duration_ms = $4, tried_at = $5, next_at = null, lease = null, leased_until = null
             where id = $1 and lease = $2 returning webhook_id)
        update webhooks w set failing_since = null from done where w.id = done.webhook_id and w.failing_since is not null
        """;

    const string Failed = """
        with failed as (
            update webhook_deliveries
               set state = case when $7::timestamptz is null then 'dead' else 'waiting' end, attempts = attempts + 1, retry = retry + 1,
                   status_code = $3, duration_ms = $4, tried_at = $5, error = $6, next_at = $7, lease = null, leased_until = null
             where id = $1 and lease = $2 returning webhook_id),
        judged as (
            select w.id, w.disabled_at is null and ($8 or coalesce(w.failing_since, $5) <= $9) as ends from webhooks w join failed on w.id = failed.webhook_id)
        update webhooks w
           set failing_since = coalesce(w.failing_since, $5), version = w.version + case when j.ends then 1 else 0 end,
               disabled_at = case when j.ends then $5 else w.disabled_at end,
               disabled_why = case when j.ends then case when $8 then 'gone' else 'failing' end else w.disabled_why end
          from judged j where w.id = j.id
        returning case when j.ends then w.disabled_why end
        """;

    const string GiveUp = "update webhook_deliveries set lease = null, leased_until = null where id = $1 and lease = $2";

    public async Task<List<TakenDelivery>> TakeDue(Instant now, int limit, CancellationToken ct)
    {
        var lease = Guid.NewGuid();
        await using var command = dataSource.CreateCommand(Take).With(
            Pg.At(now), Pg.Int(limit), Pg.Uuid(lease), new NpgsqlParameter { Value = Lease, NpgsqlDbType = NpgsqlDbType.Interval }, Pg.Int(MostAtOnce), Pg.Int(MostWhileFailing));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<TakenDelivery> taken = [];
        while (await row.ReadAsync(ct))
        {
            taken.Add(new(
                row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetUtf8(3), row.GetGuid(4), row.GetString(5), new(row.GetGuid(6)), row.GetInt64(7),
                row.GetInt32(8), lease));
        }

        return taken;
    }

    public async Task Note(TakenDelivery delivery, WebhookOutcome outcome, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Delivered).With(
            Pg.Uuid(delivery.Id), Pg.Uuid(delivery.Lease), Pg.IntOrNull(outcome.StatusCode), Pg.Int((int)outcome.Took.TotalMilliseconds), Pg.At(now));
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <param name="next">When to try again; null: never.</param>
    /// <returns>Why the endpoint was disabled now; null when it was not.</returns>
    public async Task<string?> NoteFailure(TakenDelivery delivery, WebhookOutcome outcome, Instant now, Instant? next, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Failed).With(
            Pg.Uuid(delivery.Id), Pg.Uuid(delivery.Lease), Pg.IntOrNull(outcome.StatusCode), Pg.Int((int)outcome.Took.TotalMilliseconds), Pg.At(now),
            Pg.TextOrNull(outcome.Error), Pg.AtOrNull(next), Pg.Bool(outcome.IsGone), Pg.At(now - WebhookRetries.Patience));
        return await command.ExecuteScalarAsync(ct) as string;
    }

    /// <summary>As if it had never been taken.</summary>
    public async Task GiveBack(TakenDelivery delivery)
    {
        await using var command = dataSource.CreateCommand(GiveUp).With(Pg.Uuid(delivery.Id), Pg.Uuid(delivery.Lease));
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
