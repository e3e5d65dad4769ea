using System.Text.Json;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Schedules;
using NodaTime;
using NodaTime.Text;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>Keeps the promised wall times and the report of what other rules did to them.</summary>
static class TimeZoneTables
{
    /// <summary>How a wall time stands in the table.</summary>
    public static readonly LocalDateTimePattern Wall = LocalDateTimePattern.ExtendedIso;

    public static void Project(AppointmentEvent @event, EventMetadata metadata, AppointmentState before, AppointmentState after, NpgsqlBatch sql)
    {
        switch (@event)
        {
            case AppointmentRequested visit:
                sql.Add(
                    """
                    insert into promised_times (appointment_id, doctor_id, local_start, zone, starts_at, live, judged_by)
                    values ($1, $2, $3, $4, $5, true, $6)
                    """,
                    Pg.Uuid(visit.Appointment.Value), Pg.Uuid(visit.Doctor.Value), Pg.Text(Wall.Format(visit.LocalStart)), Pg.Text(visit.TimeZone),
                    Pg.At(visit.Start), Pg.Text(visit.Tzdb));
                break;
            case AppointmentRescheduled moved:
                sql.Add(
                    "update promised_times set local_start = $2, zone = $3, starts_at = $4, judged_by = $5, conflict = null where appointment_id = $1",
                    Pg.Uuid(metadata.Stream), Pg.Text(Wall.Format(moved.LocalStart)), Pg.Text(moved.TimeZone), Pg.At(moved.Start), Pg.Text(moved.Tzdb));
                break;
            case AppointmentTimeMovedByLaw moved:
                Report(moved, after.Visit, sql);
                break;
        }

        if (@event is not AppointmentRequested && before.IsLive != after.IsLive)
        {
            sql.Add("update promised_times set live = $2 where appointment_id = $1", Pg.Uuid(metadata.Stream), Pg.Bool(after.IsLive));
        }
    }

    public static void Project(ScheduleEvent @event, EventMetadata metadata, ScheduleState before, ScheduleState after, NpgsqlBatch sql)
    {
        if (@event is not TimeZoneRulesChanged changed)
        {
            return;
        }

        sql.Add(
            "update promised_times set judged_by = $2, conflict = null where doctor_id = $1 and live and starts_at > $3",
            Pg.Uuid(after.Doctor.Value), Pg.Text(changed.Reach.Tzdb), Pg.At(metadata.At));
        sql.Add(
            """
            insert into time_zone_runs as run (id, at, from_version, to_version, doctors, slots_changed, visits_moved, conflicts)
            values ($1, $2, $3, $4, 1, $5, 0, 0)
            on conflict (id) do update set from_version = least(run.from_version, excluded.from_version), doctors = run.doctors + 1,
                   slots_changed = run.slots_changed + excluded.slots_changed
            """,
            Pg.Uuid(changed.Run.Value), Pg.At(metadata.At), Pg.Text(changed.From), Pg.Text(changed.Reach.Tzdb), Pg.Int(changed.SlotsChanged));
    }

    static void Report(AppointmentTimeMovedByLaw moved, AppointmentRequested visit, NpgsqlBatch sql)
    {
        var outcome = moved.Conflict is { } conflict ? JsonNamingPolicy.SnakeCaseLower.ConvertName(conflict.ToString()) : "moved";
        var stands = moved.Conflict is null ? moved.Start : moved.OldStart;
        sql.Add(
            "update promised_times set starts_at = $2, judged_by = $3, conflict = $4 where appointment_id = $1",
            Pg.Uuid(visit.Appointment.Value), Pg.At(stands), Pg.Text(moved.Tzdb), Pg.TextOrNull(moved.Conflict is null ? null : outcome));
        sql.Add(
            """
            insert into time_zone_visits (run_id, appointment_id, doctor_id, local_start, zone, old_start, new_start, outcome)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            Pg.Uuid(moved.Run.Value), Pg.Uuid(visit.Appointment.Value), Pg.Uuid(visit.Doctor.Value), Pg.Text(Wall.Format(visit.LocalStart)),
            Pg.Text(visit.TimeZone), Pg.At(moved.OldStart), Pg.At(moved.Start), Pg.Text(outcome));
        sql.Add(
            "update time_zone_runs set visits_moved = visits_moved + $2, conflicts = conflicts + $3 where id = $1",
            Pg.Uuid(moved.Run.Value), Pg.Int(moved.Conflict is null ? 1 : 0), Pg.Int(moved.Conflict is null ? 0 : 1));
    }
}
