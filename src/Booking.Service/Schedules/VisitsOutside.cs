using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>A visit that is still to come.</summary>
public sealed record ComingVisit(AppointmentId Id, AppointmentType Type, Instant Start, Instant End, AppointmentStatus Status);

/// <summary>A schedule change moves and cancels nothing; it tells which visits stand outside since.</summary>
public static class VisitsOutside
{
    /// <summary>Asks for the visits of a doctor that have not begun, at most 1,000.</summary>
    public static Loaded<List<ComingVisit>> LoadComingVisits(this Unit unit, DoctorId doctor, Instant now) => unit.Load(
        batch => batch.Add(
            """
            select id, body ->> 'type', starts_at, ends_at, status from appointments
             where doctor_id = $1 and starts_at > $2 and status in ('pending_payment', 'confirmed') order by starts_at, id limit 1000
            """,
            Pg.Uuid(doctor.Value), Pg.At(now)),
        async (row, ct) =>
        {
            List<ComingVisit> visits = [];
            while (await row.ReadAsync(ct))
            {
                visits.Add(new(
                    new(row.GetGuid(0)), Wire.Parse<AppointmentType>(row.GetString(1)), row.GetInstant(2), row.GetInstant(3),
                    Wire.Parse<AppointmentStatus>(row.GetString(4))));
            }

            return visits;
        });

    public static IReadOnlyList<VisitOutside> Of(Timetable timetable, IEnumerable<ComingVisit> visits)
    {
        var cutter = new SlotCutter(timetable, Zones.Provider);
        return [.. visits.Where(v => !cutter.Covers(v.Type, v.Start, v.End)).Select(v => new VisitOutside(v.Id.Value, v.Start, v.End, v.Status))];
    }
}
