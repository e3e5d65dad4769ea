using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Schedules;

/// <summary>Keeps <c>offered_slots</c>, and the schedule's part of the calendar row that holds are judged by.</summary>
static class ScheduleTables
{
    public static void Project(ScheduleEvent @event, EventMetadata metadata, ScheduleState before, ScheduleState after, NpgsqlBatch sql)
    {
        if (@event is ScheduleOpened opened)
        {
            sql.Add(
                """
                insert into calendars (doctor_id, schedule_id, schedule_version, zone, verified, accepting, notice_minutes, horizon_days,
                                       hold_minutes, payment_minutes, manual_payment_hours, standard_fee, followup_fee, currency)
                values ($1, $2, 0, '', false, true, 0, 0, 0, 0, 0, 0, 0, '')
                """,
                Pg.Uuid(opened.Doctor.Value), Pg.Uuid(metadata.Stream));
        }

        ProjectCalendar(metadata, after, sql);
        switch (@event)
        {
            case HorizonExtended when after.Reach!.From >= before.Reach!.From:
                Delete(after.Doctor, new(new LocalDate(1900, 1, 1), after.Reach.From.PlusDays(-1)), sql);
                Add(after, LocalDate.Max(before.Reach.Through.PlusDays(1), after.Reach.From), after.Reach.Through, sql);
                break;
            case BlockAdded added:
                Recut(after, added.Block.TouchedDates(), sql);
                break;
            case CustomHoursAdded added:
                Recut(after, added.Custom.TouchedDates(), sql);
                break;
            case ExceptionRemoved removed when Find(before.Timetable, removed.Exception) is { } exception:
                Recut(after, exception.TouchedDates(), sql);
                break;
            case WeeklyHoursSet or BookingRulesChanged or ScheduleZoneChanged or TimeZoneRulesChanged or HorizonExtended:
                sql.Add("delete from offered_slots where doctor_id = $1", Pg.Uuid(after.Doctor.Value));
                Offer(after, new(after.Reach!.From, after.Reach.Through), sql);
                break;
        }
    }

    public static ScheduleException? Find(Timetable timetable, ExceptionId id) =>
        timetable.Blocks.FirstOrDefault(b => b.Id == id) ?? (ScheduleException?)timetable.CustomHours.FirstOrDefault(c => c.Id == id);

    static void ProjectCalendar(EventMetadata metadata, ScheduleState after, NpgsqlBatch sql) => sql.Add(
        """
        update calendars set schedule_version = $2, zone = $3, notice_minutes = $4, horizon_days = $5, hold_minutes = $6, payment_minutes = $7,
               manual_payment_hours = $8, offered_from = $9, offered_through = $10, tzdb = $11, followup_within_days = $12, tzdb_left = $13
         where doctor_id = $1
        """,
        Pg.Uuid(after.Doctor.Value), Pg.Long(metadata.Version), Pg.Text(after.Timetable.TimeZone), Pg.Int(after.Rules.MinimumNoticeMinutes),
        Pg.Int(after.Rules.HorizonDays), Pg.Int(after.Rules.HoldMinutes), Pg.Int(after.Rules.PaymentMinutes), Pg.Int(after.Rules.ManualPaymentHours),
        Pg.Date(after.Reach!.From), Pg.Date(after.Reach.Through), Pg.Text(after.Reach.Tzdb),
        Pg.Int(after.Rules.FollowupWithinDays), Pg.TextOrNull(after.LeftTzdb));

    static void Recut(ScheduleState after, DateInterval dates, NpgsqlBatch sql)
    {
        var (first, last) = (LocalDate.Max(dates.Start, after.Reach!.From), LocalDate.Min(dates.End, after.Reach.Through));
        if (first <= last)
        {
            Delete(after.Doctor, new(first, last), sql);
            Offer(after, new(first, last), sql);
        }
    }

    /// <summary>Nothing is new where the doctor has moved west since the step was asked for: there it is still the date before.</summary>
    static void Add(ScheduleState after, LocalDate first, LocalDate last, NpgsqlBatch sql)
    {
        if (first <= last)
        {
            Offer(after, new(first, last), sql);
        }
    }

    static void Delete(DoctorId doctor, DateInterval dates, NpgsqlBatch sql) => sql.Add(
        "delete from offered_slots where doctor_id = $1 and date between $2 and $3",
        Pg.Uuid(doctor.Value), Pg.Date(dates.Start), Pg.Date(dates.End));

    static void Offer(ScheduleState after, DateInterval dates, NpgsqlBatch sql)
    {
        foreach (var window in new SlotCutter(after.Timetable, Zones.Provider).Cut(dates))
        {
            sql.Add(
                """
                insert into offered_slots (doctor_id, type, date, window_start, window_end, slot_minutes, buffer_minutes, max_patients, starts)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                """,
                Pg.Uuid(after.Doctor.Value), Pg.Text(Wire.Name(window.Type)), Pg.Date(window.Date), Pg.At(window.Start), Pg.At(window.End),
                Pg.Int(window.SlotMinutes), Pg.Int(window.BufferMinutes), Pg.IntOrNull(window.MaxPatients), Pg.Ats([.. window.Starts]));
        }
    }

}
