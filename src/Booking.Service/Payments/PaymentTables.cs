using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>Keeps the <c>payments</c> read model (a row a payment, its sums checked by the database), the captures and the anomalies.</summary>
static class PaymentTables
{
    /// <summary>A provider may still send money for so long: Razorpay authorises late for 3 days, Stripe repeats notifications for 3.</summary>
    public static readonly Duration WatchCheckouts = Duration.FromDays(4);

    /// <summary>A refund that takes longer is a matter for people.</summary>
    public static readonly Duration WatchRefunds = Duration.FromDays(14);

    public static void Project(PaymentEvent @event, EventMetadata metadata, PaymentState before, PaymentState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case PaymentInitiated payment:
                Insert(payment, metadata, after, sql);
                return;
            case CheckoutRequested order:
                Watch(sql, metadata, metadata.At + WatchCheckouts, order.ExpiresAt);
                break;
            case RefundRequested { Operation: not null }:
                Watch(sql, metadata, metadata.At + WatchRefunds, expiresAt: null);
                break;
            case PaymentPaid { Method: null } paid:
                Count(sql, metadata, after, paid);
                break;
            case AnomalyFound found:
                sql.Add(
                    "insert into anomalies (payment_id, number, kind, detail, found_at) values ($1, $2, $3, $4, $5)",
                    Pg.Uuid(metadata.Stream), Pg.Int(found.Number), Pg.Text(JsonNamingPolicy.SnakeCaseLower.ConvertName(found.Kind.ToString())), Pg.Text(found.Detail), Pg.At(metadata.At));
                break;
            case AnomalyResolved resolved:
                sql.Add(
                    "update anomalies set resolved_at = $3 where payment_id = $1 and number = $2",
                    Pg.Uuid(metadata.Stream), Pg.Int(resolved.Number), Pg.At(metadata.At));
                break;
        }

        Update(metadata, after, sql);
    }

    static void Insert(PaymentInitiated payment, EventMetadata metadata, PaymentState after, NpgsqlBatch sql) => sql.Add(
        """
        insert into payments (id, appointment_id, doctor_id, provider, status, currency, amount, captured, refunded, to_hand_back, version)
        values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8)
        """,
        Pg.Uuid(payment.Payment.Value), Pg.Uuid(payment.Appointment.Value), Pg.Uuid(payment.Doctor.Value), Pg.Text(Wire.Name(payment.Provider)),
        Pg.Text(Wire.Name(after.Status)), Pg.Text(payment.Amount.Currency), Pg.Long(payment.Amount.Amount), Pg.Long(metadata.Version));

    static void Update(EventMetadata metadata, PaymentState after, NpgsqlBatch sql) => sql.Add(
        """
        update payments set status = $2, captured = $3, refunded = $4, to_hand_back = $5, version = $6, refunding = $8, stuck = $9, attempts = $10,
               provider = $11, since = case when $5 = 0 then null else coalesce(since, $7) end
         where id = $1
        """,
        Pg.Uuid(metadata.Stream), Pg.Text(Wire.Name(after.Status)), Pg.Long(after.Captured.Amount), Pg.Long(after.Refunded.Amount),
        Pg.Long(after.ToHandBack.Amount), Pg.Long(metadata.Version), Pg.At(metadata.At), Pg.Long(after.Refunding.Amount), Pg.Long(after.Stuck.Amount),
        Pg.Int(after.Checkouts.Length), Pg.Text(Wire.Name(after.Provider)));

    static void Watch(NpgsqlBatch sql, EventMetadata metadata, Instant till, Instant? expiresAt) => sql.Add(
        "update payments set watched_at = $2, watch_till = greatest(watch_till, $3), expires_at = coalesce($4, expires_at) where id = $1",
        Pg.Uuid(metadata.Stream), Pg.At(metadata.At), Pg.At(till), Pg.AtOrNull(expiresAt));

    static void Count(NpgsqlBatch sql, EventMetadata metadata, PaymentState after, PaymentPaid paid) => sql.Add(
        "insert into payment_captures (account_id, reference, payment_id) values ($1, $2, $3)",
        Pg.Uuid(after.Checkouts.First(c => c.Attempt == paid.Attempt).Order.Account.Value), Pg.Text(paid.Reference), Pg.Uuid(metadata.Stream));
}
