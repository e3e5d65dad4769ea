using Booking.Contracts;
using Booking.EventStore;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>
/// Compares what the providers took, by their own books, with what the visits became. Whatever the service believes of its money, all of
/// it stands for a confirmed visit, has gone back, or is a matter that people were told of.
/// </summary>
sealed class StormAudit(DrillGround ground, MoneyStorm storm)
{
    const string Visits = """
        select a.id, a.status, a.due, p.id,
               coalesce((select (data #>> '{fee,amount}')::bigint from mt_events where stream_id = a.id and type = 'appointment_cancelled' order by version desc limit 1), 0),
               coalesce((select sum((data #>> '{captured,amount}')::bigint) from mt_events where stream_id = p.id and type = 'payment_paid' and data ->> 'attempt' is null), 0)
               - coalesce((select sum((data #>> '{amount,amount}')::bigint) from mt_events where stream_id = p.id and type = 'refund_requested' and data ->> 'operation' is null
                              and data ->> 'why' is distinct from 'by_hand'), 0),
               array(select kind from anomalies n where n.payment_id = p.id and n.resolved_at is null order by kind),
               (select count(*) from provider_requests r where r.payment_id = p.id and r.sends >= 2 and r.misses > 0),
               (select string_agg(type, ' ' order by version) from mt_events where stream_id = p.id)
          from appointments a join payments p on p.id = a.payment_id
        """;

    readonly Dictionary<Story, StormLine> lines = [];

    /// <summary>What is wrong, a sentence each; empty when all is in order.</summary>
    public List<string> Wrong { get; } = [];

    public IReadOnlyDictionary<Story, StormLine> Lines => lines;

    /// <summary>Our payment in what the merchant called a checkout.</summary>
    public static Guid? PaymentOf(LedgerEntry entry) =>
        Guid.TryParse(entry.Merchant, out var whole) ? whole
        : entry.Merchant.Length > 32 && Guid.TryParseExact(entry.Merchant[..32], "N", out var first) ? first
        : null;

    public async Task Run()
    {
        var found = (await ground.Query(Visits, row => new Found(
            row.GetGuid(0), Wire.Parse<AppointmentStatus>(row.GetString(1)), row.GetInt64(2), row.GetGuid(3), row.GetInt64(4), row.GetInt64(5), row.GetFieldValue<string[]>(6), row.GetInt64(7), row.GetString(8))))
            .ToDictionary(v => v.Visit);
        var ledger = ground.Providers.Ledger.ToLookup(entry => PaymentOf(entry));
        foreach (var visit in storm.Visits)
            Check(visit, found, ledger);
        foreach (var stray in ledger.Where(money => found.Values.All(v => v.Payment != money.Key)))
            Wrong.Add($"{stray.Count()} captures of {stray.Key} are of no visit");
        if (found.Count != storm.Visits.Count(v => v.Accepted is not null))
            Wrong.Add($"{found.Count} visits are there, {storm.Visits.Count(v => v.Accepted is not null)} were accepted");
        await CheckOutbox();
        foreach (var broken in (await ground.Insist(_ => ground.Ops().Verify())).Value.Invariants.Where(i => i.Violations > 0))
            Wrong.Add($"invariant {broken.Name}: {broken.Violations}, such as {string.Join("; ", broken.Examples.Take(3))}");
    }

    void Check(StormVisit visit, Dictionary<Guid, Found> found, ILookup<Guid?, LedgerEntry> ledger)
    {
        var line = lines.TryGetValue(visit.Case.Story, out var known) ? known : lines[visit.Case.Story] = new();
        line.NotDone += visit.NotDone.Count;
        if (visit.Accepted is not { } accepted)
        {
            line.NotAccepted++;
            Wrong.Add($"{visit.Case} was not accepted: {string.Join(", ", visit.NotDone)}");
        }
        else if (!found.TryGetValue(accepted.Id, out var now))
        {
            Wrong.Add($"visit {accepted.Id} was accepted and is not there");
        }
        else
        {
            Wrong.AddRange(line.Count(visit.Case, now, [.. ledger[now.Payment]]).Select(what => $"{visit.Case.Story} through {Wire.Name(visit.Case.Provider)}, payment {now.Payment}: {what} ({now.History})"));
        }
    }

    async Task CheckOutbox()
    {
        foreach (var (type, dead, error) in await ground.Query(
            "select type, dead_at is not null, coalesce(error, '') from outbox where sent_at is null and (dead_at is not null or coalesce(retry_at, deliver_at) <= $1)",
            row => (row.GetString(0), row.GetBoolean(1), row.GetString(2)), Pg.At(ground.Providers.Now)))
            Wrong.Add($"{type} {(dead ? "is a dead letter" : "was not delivered")}: {error}");
    }

    /// <param name="Fee">What the cancellation lets the clinic keep.</param>
    /// <param name="Cash">What the desk has of it.</param>
    /// <param name="Told">Kinds of open anomalies.</param>
    /// <param name="SentInVain">Refunds that were sent as often as may be, looked for each time and not found.</param>
    /// <param name="History">What the service knows of the payment, event by event.</param>
    public sealed record Found(Guid Visit, AppointmentStatus Status, long Due, Guid Payment, long Fee, long Cash, string[] Told, long SentInVain, string History);
}
