using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Payments;

/// <summary>Keeps the <c>payments</c> read model: a row a payment, its sums checked by the database.</summary>
static class PaymentTables
{
    public static void Project(PaymentEvent @event, EventMetadata metadata, PaymentState before, PaymentState after, NpgsqlBatch sql)
    {
        if (@event is PaymentInitiated payment)
        {
            sql.Add(
                """
                insert into payments (id, appointment_id, doctor_id, provider, status, currency, amount, captured, refunded, to_hand_back, version)
                values ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, $8)
                """,
                Pg.Uuid(payment.Payment.Value), Pg.Uuid(payment.Appointment.Value), Pg.Uuid(payment.Doctor.Value), Pg.Text(Wire.Name(payment.Provider)),
                Pg.Text(Wire.Name(after.Status)), Pg.Text(payment.Amount.Currency), Pg.Long(payment.Amount.Amount), Pg.Long(metadata.Version));
        }
        else
        {
            sql.Add(
                """
                update payments set status = $2, captured = $3, refunded = $4, to_hand_back = $5, version = $6,
                       since = case when $5 = 0 then null else coalesce(since, $7) end
                 where id = $1
                """,
                Pg.Uuid(metadata.Stream), Pg.Text(Wire.Name(after.Status)), Pg.Long(after.Captured.Amount), Pg.Long(after.Refunded.Amount),
                Pg.Long(after.ToHandBack.Amount), Pg.Long(metadata.Version), Pg.At(metadata.At));
        }
    }
}
