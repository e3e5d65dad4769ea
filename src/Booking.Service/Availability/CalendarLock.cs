using Booking.EventStore;

namespace Booking.Service.Availability;

/// <summary>
/// One doctor's calendar changes one at a time: the batch begins by locking the schedule stream's row, and is loaded
/// again unless the schedule is still the one that the decision was made on.
/// </summary>
public static class CalendarLock
{
    /// <summary>Asks for a doctor's calendar without a look at any slot.</summary>
    public static Loaded<CalendarFacts> LoadCalendarLock(this Unit unit, DoctorId doctor) => unit.Load(
        batch => batch.Add($"select {CalendarFacts.Columns} from calendars c where c.doctor_id = $1", Pg.Uuid(doctor.Value)),
        async (row, ct) => await row.ReadAsync(ct)
            ? CalendarFacts.Read(row)
            : throw new InvalidOperationException($"Doctor {doctor} has slots but no calendar."));

    public static void Lock(this Unit unit, CalendarFacts calendar) => unit.Lock(calendar.Schedule, calendar.ScheduleVersion);
}
