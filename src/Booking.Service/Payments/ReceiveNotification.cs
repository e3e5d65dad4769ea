using System.Diagnostics;
using System.Text;
using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Gateways;
using Booking.Service.Patients;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Takes in what a provider sends: verifies it on the bytes as they came, stores it with the key by which a repeat is known, and answers.
/// What it says is not believed; it is a reason to ask the provider.
/// </summary>
public sealed class ReceiveNotification(
    GatewayAccounts accounts, PaymentGateways gateways, PatientKeys keys, StoreModel model, OutboxSignal signal, NpgsqlDataSource dataSource, IClock clock,
    ILogger<ReceiveNotification> log)
{
    /// <summary>Longer than any provider repeats a notification. The sealed body goes then; its key stays.</summary>
    public static readonly Duration BodyKeptFor = Duration.FromDays(30);

    /// <summary>A doctor's payment, by our id or by the provider's, with the trace in which it began.</summary>
    const string FindPayment = """
        select p.id, v.patient_id, (select correlation_id from mt_events where stream_id = p.id and version = 1)
          from payments p join gateway_accounts a on a.id = $1 and a.doctor_id = p.doctor_id join appointments v on v.id = p.appointment_id
         where p.id = coalesce($2, (select payment_id from payment_captures where account_id = $1 and reference = $3))
        """;

    const string Store =
        "insert into notifications (account_id, key, type, payment_id, received_at, body) values ($1, $2, $3, $4, $5, $6)";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/webhooks/{provider}/{accountId}", Post).RequireAuthorization(Policies.Anyone).AnswersNothing(200, 400, 404, 413);

    static Task<IResult> Post(string provider, Guid accountId, HttpContext http, ReceiveNotification notifications, CancellationToken ct) =>
        notifications.Answer(provider, new(accountId), http, ct);

    async Task<IResult> Answer(string provider, GatewayAccountId id, HttpContext http, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        if (!Wire.TryParse<PaymentProvider>(provider, out var known) || await accounts.Get(id, ct) is not { } account || account.Provider != known)
        {
            return Refusals.NotFound.Problem(http);
        }

        using var body = new MemoryStream();
        if (!await NotificationBody.Read(http.Request, body, ct))
        {
            NotificationTold.Count(known, "too_large", began);
            return Problems.Of(http, StatusCodes.Status413PayloadTooLarge);
        }

        var outcome = await Take(account, http, body.GetBuffer().AsMemory(0, (int)body.Length), ct);
        NotificationTold.Count(known, outcome, began);
        return outcome == NotificationTold.Refused
            ? Problems.Of(http, StatusCodes.Status400BadRequest, "bad-signature", "The signature does not fit what was sent.")
            : TypedResults.Ok();
    }

    /// <returns>What became of it, as it is counted.</returns>
    async Task<string> Take(GatewayAccount account, HttpContext http, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var verdict = Verify(account, http, body, now);
        if (verdict is NotificationVerdict.Rejected && await accounts.Fresh(new(account.Id), ct) is { } fresh)
        {
            // The secret may have been replaced a moment ago, on another node.
            verdict = Verify(fresh, http, body, now);
        }

        switch (verdict)
        {
            case NotificationVerdict.Accepted accepted:
                return await Keep(account, accepted, body, Problems.TraceId(http), now, ct);
            case NotificationVerdict.Rejected rejected:
                log.LogWarning("A notification to {Account} was refused: {Reason}", account.Id, rejected.Reason);
                return NotificationTold.Refused;
            default:
                return "ignored";
        }
    }

    NotificationVerdict Verify(GatewayAccount account, HttpContext http, ReadOnlyMemory<byte> body, Instant now) => gateways.For(account.Provider)
        .VerifyNotification(account, name => http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null, body.Span, now);

    async Task<string> Keep(GatewayAccount account, NotificationVerdict.Accepted notification, ReadOnlyMemory<byte> body, string trace, Instant now, CancellationToken ct)
    {
        if (await Payment(account, notification, ct) is not var (payment, patient, begun))
        {
            log.LogInformation("Notification {Key} ({Type}) to {Account} is of no payment of ours", notification.Key, notification.Type, account.Id);
            return "not_ours";
        }

        NotificationTold.LinkTo(payment, begun);
        var seal = await keys.For(patient, ct);
        await using var batch = dataSource.CreateBatch();
        batch.Add(
            Store, Pg.Uuid(account.Id), Pg.Text(notification.Key), Pg.Text(notification.Type), Pg.Uuid(payment.Value), Pg.At(now),
            Pg.Bytes(seal.Seal(Encoding.UTF8.GetString(body.Span), Fields.Notification)));
        batch.BatchCommands.Add(PaymentReader.Ask(
            model, payment, new(now, trace, CausationId: notification.Key, "provider", Wire.Name(account.Provider))));
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
            signal.Notify();
            return NotificationTold.Taken;
        }
        catch (PostgresException e) when (e.ConstraintName == "notifications_come_once")
        {
            // It came before, and what it led to is done or on its way.
            return "duplicate";
        }
    }

    async Task<(PaymentId Payment, PatientId Patient, string Trace)?> Payment(GatewayAccount account, NotificationVerdict.Accepted notification, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(FindPayment)
            .With(Pg.Uuid(account.Id), Pg.UuidOrNull(notification.Payment), Pg.TextOrNull(notification.Capture));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? (new(row.GetGuid(0)), new(row.GetGuid(1)), row.GetStringOrNull(2) ?? "") : null;
    }
}
