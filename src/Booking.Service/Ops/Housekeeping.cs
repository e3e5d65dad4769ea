using Booking.EventStore;
using Booking.Service.Payments;
using NodaTime;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>
/// Once an hour deletes the answers that no repeat can ask for any more, what notifications said that nobody will look at, and the log of webhooks after 30 days, and sent messages after
/// <see cref="SentMessages"/>' time. One node does it at a time, in small steps that nobody waits for. Events stay for ever: they say what happened.
/// </summary>
public sealed class Housekeeping(NpgsqlDataSource dataSource, SentMessages sent, IClock clock, ILogger<Housekeeping> log) : BackgroundService
{
    const int Step = 1_000;
    internal const long LockKey = 0x626F6F6B_00000200;

    const string Forget = """
        delete from idempotency
         where (caller, key) in (select caller, key from idempotency where created_at <= $1 order by created_at limit $2 for update skip locked)
        """;

    const string ForgetBodies = """
        update notifications set body = null
         where (account_id, key) in (select account_id, key from notifications where body is not null and received_at <= $1 order by received_at limit $2 for update skip locked)
        """;

    const string ForgetDeliveries = """
        delete from webhook_deliveries
         where id in (select id from webhook_deliveries where created_at <= $1 order by created_at limit $2 for update skip locked)
        """;

    /// <summary>How long integrators see what was sent to them.</summary>
    public static readonly Duration DeliveriesKeptFor = Duration.FromDays(30);

    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Pause, "Housekeeping", log, Tidy, stoppingToken);

    /// <returns>How many answers, bodies, deliveries and messages were forgotten; 0 also when another node is at it.</returns>
    public async Task<long> Tidy(CancellationToken ct)
    {
        await using var turn = await Sole.Try(dataSource, LockKey, ct);
        if (turn is null)
        {
            return 0;
        }

        var now = clock.GetCurrentInstant();
        return await InSteps(turn.Connection, Forget, now - IdempotencyKey.Lifetime, ct)
            + await InSteps(turn.Connection, ForgetBodies, now - ReceiveNotification.BodyKeptFor, ct)
            + await InSteps(turn.Connection, ForgetDeliveries, now - DeliveriesKeptFor, ct)
            + await sent.ForgetOld(turn.Connection, now, ct);
    }

    static async Task<long> InSteps(NpgsqlConnection connection, string sql, Instant oldest, CancellationToken ct)
    {
        long forgotten = 0;
        for (var step = Step; step == Step; forgotten += step)
        {
            await using var forget = new NpgsqlCommand(sql, connection).With(Pg.At(oldest), Pg.Int(Step));
            step = await forget.ExecuteNonQueryAsync(ct);
        }

        return forgotten;
    }
}
