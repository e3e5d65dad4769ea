using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>What a command needs to know of a visit before it can load its streams. Where the visit stands may have changed since it was read.</summary>
public sealed record AppointmentRow(
    AppointmentId Id, DoctorId Doctor, PatientId Patient, StreamId Slot, HoldId Hold, PaymentId? Payment, Instant Start, AppointmentStatus Status, AppointmentType Type, Instant? PayBy,
    StreamId? Coupon)
{
    /// <summary>The slot_lock stream of the time at which it stood when last seen.</summary>
    public StreamId Slot { get; private set; } = Slot;

    /// <summary>When it was to start when last seen.</summary>
    public Instant Start { get; private set; } = Start;

    /// <summary>Takes over where the visit's own events say that it stands, for the next attempt.</summary>
    /// <returns>Whether that is elsewhere than this row said.</returns>
    public bool Follow(AppointmentRequested visit)
    {
        if (visit.Slot == Slot)
        {
            return false;
        }

        (Slot, Start) = (visit.Slot, visit.Start);
        return true;
    }
}

public static class AppointmentRows
{
    const string Columns = "select id, doctor_id, patient_id, slot_id, hold_id, payment_id, starts_at, status, body ->> 'type', pay_by, coupon_id from appointments ";

    public static Task<AppointmentRow?> FindAppointment(this NpgsqlDataSource dataSource, AppointmentId id, CancellationToken ct) =>
        One(dataSource.CreateCommand(Columns + "where id = $1").With(Pg.Uuid(id.Value)), ct);

    public static Task<AppointmentRow?> FindAppointmentOf(this NpgsqlDataSource dataSource, PaymentId payment, CancellationToken ct) =>
        One(dataSource.CreateCommand(Columns + "where id = (select appointment_id from payments where id = $1)").With(Pg.Uuid(payment.Value)), ct);

    /// <summary>Visits whose deadline is long past and whose deadline message has not ended them: the watchdog's.</summary>
    /// <param name="after">The visit that was looked at last.</param>
    /// <returns>Each visit's deadline and id.</returns>
    public static async Task<List<TimePlace>> OverdueAppointments(this NpgsqlDataSource dataSource, Instant deadline, TimePlace after, int limit, CancellationToken ct)
    {
        await using var command = dataSource
            .CreateCommand("select pay_by, id from appointments where status = 'pending_payment' and pay_by <= $1 and (pay_by, id) > ($2, $3) order by pay_by, id limit $4")
            .With(Pg.At(deadline), Pg.At(after.At), Pg.Uuid(after.Id), Pg.Int(limit));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<TimePlace> visits = [];
        while (await row.ReadAsync(ct))
        {
            visits.Add(new(row.GetInstant(0), row.GetGuid(1)));
        }

        return visits;
    }

    /// <summary>A visit is the patient's own, its doctor's, and the desk's; to everybody else it does not exist.</summary>
    public static bool MaySee(this Caller caller, AppointmentRow visit) =>
        caller.ActsFor(visit.Doctor) || (caller.PatientId is { } patient && patient == visit.Patient);

    /// <summary>The patient or the doctor of a visit; the desk acts for them and is neither.</summary>
    public static bool IsPartyOf(this Caller caller, DoctorId doctor, PatientId patient) => caller.DoctorId == doctor || caller.PatientId == patient;

    static async Task<AppointmentRow?> One(NpgsqlCommand command, CancellationToken ct)
    {
        await using (command)
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            return await row.ReadAsync(ct)
                ? new(
                    new(row.GetGuid(0)), new(row.GetGuid(1)), new(row.GetGuid(2)), new(row.GetGuid(3)), new(row.GetGuid(4)),
                    row.GetGuidOrNull(5) is { } payment ? new(payment) : null, row.GetInstant(6), Wire.Parse<AppointmentStatus>(row.GetString(7)),
                    Wire.Parse<AppointmentType>(row.GetString(8)), row.GetInstantOrNull(9),
                    row.GetGuidOrNull(10) is { } coupon ? new(coupon) : null)
                : null;
        }
    }
}
