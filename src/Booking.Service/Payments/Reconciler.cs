using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Metrics;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Asks providers about payments that have not come to their end, however silent they are: a lost notification costs time, never money.
/// It also drives on what a message gave up. One node does it at a time.
/// </summary>
public sealed class Reconciler(
    NpgsqlDataSource dataSource, PaymentDriver driver, PaymentReader reader, PaymentRecords records, OutboxQuarantine quarantine, IClock clock,
    ILogger<Reconciler> log) : BackgroundService
{
    const int Batch = 50, Together = 4;
    const long LockKey = 0x626F6F6B_00000270;

    /// <summary>Its name as the cause of events.</summary>
    public const string Part = "reconciler";

    // The longest due come first: a provider that is down, or answers only so many questions a minute, does not keep the others' payments
    // from being asked about. What nobody could look at in its time is looked at once more afterwards.
    const string Due = """
        select p.id, p.watched_at, p.expires_at, p.watch_till, p.captured > 0 and p.refunding = 0
          from payments p left join payment_checks c on c.payment_id = p.id
         cross join lateral (select coalesce(case when c.checked_at >= p.watched_at then c.next_at end, p.watched_at + interval '1 minute') as at) due
         where (p.watch_till > $1 or (p.watch_till > $1 - interval '30 days' and (c.checked_at >= p.watch_till) is not true)) and due.at <= $1
         order by due.at limit $2
        """;

    const string Checked = """
        insert into payment_checks (payment_id, checked_at, next_at) values ($1, $2, $3)
        on conflict (payment_id) do update set checked_at = excluded.checked_at, next_at = excluded.next_at
        """;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    static readonly Duration AfterFailure = Duration.FromMinutes(1);

    sealed record Watched(PaymentId Payment, Instant Since, Instant? ExpiresAt, Instant Till, bool Settled);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Pause, "A reconciliation", log, Run, stoppingToken);

    /// <returns>How many payments were compared with their providers; 0 also when another node is at it, or nothing may leave the service.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        await using var turn = await Sole.Try(dataSource, LockKey, ct);
        if (turn is null || await quarantine.Find(ct) is not null)
        {
            return 0;
        }

        var due = await FindDue(ct);
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct }, async (payment, token) => await Check(payment, token));
        return due.Count;
    }

    /// <summary>When to ask next: soon after something began, at the page's end, then hourly for a day and daily. Of what is settled, daily.</summary>
    public static Instant Next(Instant since, Instant? expiresAt, bool settled, Instant now)
    {
        Duration[] soon = settled ? [] : [Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(15)];
        var planned = soon.Select(wait => since + wait);
        if (!settled && expiresAt is { } end)
        {
            planned = planned.Append(end).Append(end + Duration.FromMinutes(2));
        }

        var age = now - since;
        var regular = !settled && age < Duration.FromHours(24)
            ? since + Duration.FromHours(Math.Floor(age.TotalHours) + 1)
            : since + Duration.FromDays(Math.Floor(age.TotalDays) + 1);
        return planned.Where(at => at > now).Append(regular).Min();
    }

    async Task<List<Watched>> FindDue(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Due).With(Pg.At(clock.GetCurrentInstant()), Pg.Int(Batch));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<Watched> due = [];
        while (await row.ReadAsync(ct))
        {
            due.Add(new(new(row.GetGuid(0)), row.GetInstant(1), row.GetInstantOrNull(2), row.GetInstant(3), row.GetBoolean(4)));
        }

        return due;
    }

    async Task Check(Watched watched, CancellationToken ct)
    {
        var context = CommandContext.BySystem(clock.GetCurrentInstant(), Part);
        try
        {
            var next = await Compare(watched, context, ct);
            if (next >= watched.Till)
            {
                await Overdue(watched.Payment, context, ct);
            }

            await using var command = dataSource.CreateCommand(Checked).With(Pg.Uuid(watched.Payment.Value), Pg.At(context.Now), Pg.At(next));
            await command.ExecuteNonQueryAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "That payment {Payment} was looked at could not be noted; it is due again", watched.Payment);
        }
    }

    /// <returns>When to compare it again.</returns>
    async Task<Instant> Compare(Watched watched, CommandContext context, CancellationToken ct)
    {
        try
        {
            try
            {
                await driver.Drive(watched.Payment, context, ct);
            }
            finally
            {
                // What cannot be done at one provider does not keep what came in at another from being seen.
                await reader.Read(watched.Payment, context, ct);
            }

            BookingMeter.ReconcilerAsked.Add(1, BookingMeter.Tag("outcome", "compared"));
            return Next(watched.Since, watched.ExpiresAt, watched.Settled, context.Now);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // One payment must not keep the others from being asked about.
            BookingMeter.ReconcilerAsked.Add(1, BookingMeter.Tag("outcome", "failed"));
            log.LogWarning(e, "Payment {Payment} could not be compared with its provider", watched.Payment);
            return context.Now + AfterFailure;
        }
    }

    /// <summary>The last look, whether or not the provider could be asked: a refund that is still on its way is a matter for people.</summary>
    Task<PaymentState> Overdue(PaymentId payment, CommandContext context, CancellationToken ct) => records.Record(
        payment, context,
        now => [.. RecordSnapshot.Numbered(now, now.Refunds.Where(r => r.IsOpen).SelectMany(r => RecordSnapshot.Anomaly(
            now, AnomalyKind.RefundUnresolved, Anomalies.Subject(r.Number), "It has been on its way for two weeks")))],
        ct);
}
