using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Payments;

/// <param name="Body">As it was first written.</param>
/// <param name="Sends">How often it was or may have been sent.</param>
/// <param name="SentAt">The last time.</param>
/// <param name="Misses">How often the provider was asked for it and knew nothing.</param>
public sealed record KeptRequest(string Body, Instant WrittenAt, int Sends, Instant? SentAt, int Misses);

/// <summary>
/// What is sent to providers, kept before the first send: a repeat is the same to the byte, whatever program writes it. The number of
/// sends is counted before each, so that two who act on one refund at once never both send it.
/// </summary>
public sealed class ProviderRequests(NpgsqlDataSource dataSource)
{
    const string KeepText = """
        insert into provider_requests (operation, payment_id, body, written_at, sends, sent_at) values ($1, $2, $3, $4, $5, case when $5 > 0 then $4 end)
        on conflict (operation) do update set sends = provider_requests.sends + excluded.sends, sent_at = coalesce(excluded.sent_at, provider_requests.sent_at)
        returning body, written_at, sends, sent_at, misses
        """;

    /// <returns>What was written first for this operation, by whomever.</returns>
    public Task<KeptRequest> Keep(Guid operation, PaymentId payment, string body, Instant now, CancellationToken ct) =>
        Keep(operation, payment, body, sends: 0, now, ct);

    /// <summary>Counts a send with the same statement, for what may be sent at any time and as often as need be.</summary>
    /// <inheritdoc cref="Keep(Guid, PaymentId, string, Instant, CancellationToken)"/>
    public Task<KeptRequest> KeepSending(Guid operation, PaymentId payment, string body, Instant now, CancellationToken ct) =>
        Keep(operation, payment, body, sends: 1, now, ct);

    async Task<KeptRequest> Keep(Guid operation, PaymentId payment, string body, int sends, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(KeepText).With(Pg.Uuid(operation), Pg.Uuid(payment.Value), Pg.Text(body), Pg.At(now), Pg.Int(sends));
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetString(0), row.GetInstant(1), row.GetInt32(2), row.GetInstantOrNull(3), row.GetInt32(4));
    }

    /// <summary>Counts a send before it is made.</summary>
    /// <param name="before">How often it was sent as far as the caller knows.</param>
    /// <returns>False when somebody else sends it now: then the caller does not.</returns>
    public async Task<bool> Sending(Guid operation, int before, Instant now, CancellationToken ct) => await Change(
        "update provider_requests set sends = sends + 1, sent_at = $3 where operation = $1 and sends = $2", ct,
        Pg.Uuid(operation), Pg.Int(before), Pg.At(now));

    /// <summary>The send that was counted has not reached the provider for sure.</summary>
    public Task NotSent(Guid operation, CancellationToken ct) =>
        Change("update provider_requests set sends = sends - 1 where operation = $1", ct, Pg.Uuid(operation));

    /// <summary>The provider was asked for it and knew nothing.</summary>
    public Task Missed(Guid operation, CancellationToken ct) =>
        Change("update provider_requests set misses = misses + 1 where operation = $1", ct, Pg.Uuid(operation));

    async Task<bool> Change(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql).With(parameters);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
