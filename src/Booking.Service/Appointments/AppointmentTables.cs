using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>Keeps the <c>appointments</c> read model: a row a visit.</summary>
static class AppointmentTables
{
    public static void Project(AppointmentEvent @event, EventMetadata metadata, AppointmentState before, AppointmentState after, NpgsqlBatch sql)
    {
        var body = sql.Json(() => JsonSerializer.SerializeToUtf8Bytes(AppointmentBody.WithLink(after), ContractsJson.Options));
        if (@event is AppointmentRequested visit)
        {
            sql.Add(
                """
                insert into appointments (id, doctor_id, patient_id, slot_id, hold_id, starts_at, ends_at, status, payment_id, due, kept, currency, version, body, pay_by,
                                          changes, changed_at, coupon_id)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                """,
                Pg.Uuid(visit.Appointment.Value), Pg.Uuid(visit.Doctor.Value), Pg.Uuid(visit.Patient.Value), Pg.Uuid(visit.Slot), Pg.Uuid(visit.Hold.Value),
                Pg.At(visit.Start), Pg.At(visit.End), Pg.Text(Wire.Name(after.Status)), Pg.UuidOrNull(visit.Payment?.Value), Pg.Long(after.Due.Amount),
                Pg.Long(after.Kept!.Amount), Pg.Text(visit.Price.Currency), Pg.Long(metadata.Version), body, Pg.AtOrNull(visit.PayBy), Pg.Int(after.Changes),
                Pg.At(metadata.At), Pg.UuidOrNull(visit.Coupon?.Value));
        }
        else
        {
            sql.Add(
                """
                update appointments set status = $2, kept = $3, version = $4, body = $5, pay_by = $6, hold_id = $7, slot_id = $8, starts_at = $9, ends_at = $10,
                       changes = $11, changed_at = $12
                 where id = $1
                """,
                Pg.Uuid(metadata.Stream), Pg.Text(Wire.Name(after.Status)), Pg.Long(after.Kept!.Amount), Pg.Long(metadata.Version), body,
                Pg.AtOrNull(after.PayBy), Pg.Uuid(after.Visit.Hold.Value), Pg.Uuid(after.Visit.Slot), Pg.At(after.Visit.Start), Pg.At(after.Visit.End), Pg.Int(after.Changes),
                Pg.At(metadata.At));
        }
    }
}
