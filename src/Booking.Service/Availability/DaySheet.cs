using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>A doctor's date as the desk and the doctor see it: every slot with its state, every visit, the cash to hand back.</summary>
public static class DaySheet
{
    const string Visits = """
        select a.id, a.patient_id, a.starts_at, a.ends_at, a.body ->> 'type', a.status, p.status, t.conflict is not null
          from appointments a left join payments p on p.id = a.payment_id left join promised_times t on t.appointment_id = a.id
         where a.doctor_id = $1 and a.starts_at >= $2 and a.starts_at < $3 and a.status not in ('cancelled', 'refunded') order by a.starts_at
        """;

    const string Cash = """
        select p.id, p.appointment_id, a.patient_id, p.to_hand_back, p.currency, p.since, s.version
          from payments p join appointments a on a.id = p.appointment_id join mt_streams s on s.id = p.id
         where p.doctor_id = $1 and p.to_hand_back > 0 order by p.since limit 200
        """;

    sealed record Visit(Guid Id, PatientId Patient, Instant Start, Instant End, AppointmentType Type, AppointmentStatus Status, PaymentStatus? Payment, bool OffPromise);
    sealed record CashRow(Guid Payment, Guid Appointment, PatientId Patient, Money Amount, Instant Since, long Version);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}/day", Get).RequireAuthorization(Policies.DeskOrDoctor).Answers<DaySheetAnswer>(200, 400, 403, 404);

    static async Task<IResult> Get(
        Guid id, string date, Caller caller, StreamStore store, CalendarReader calendars, PatientDirectory patients, PatientKeys keys, IClock clock,
        CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var errors = new FieldErrors();
        var day = QueryFields.Date(errors, "date", date);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (await store.StateAsOf(Schedule.Category, Schedule.Stream(new(id)), ct: ct) is not { } schedule)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var (zone, now) = (schedule.State.Zone, clock.GetCurrentInstant());
        var span = new Interval(LocalEdge.StartOfDay(day, zone), LocalEdge.StartOfDay(day.PlusDays(1), zone));
        var visits = await Read(store.DataSource, Visits, ReadVisit, ct, Pg.Uuid(id), Pg.At(span.Start), Pg.At(LocalEdge.StartOfDay(day.PlusDays(2), zone)));
        var ofTheDay = OfTheDay(visits, schedule.State.Timetable, day, span.End);
        var cash = await Read(store.DataSource, Cash, ReadCash, ct, Pg.Uuid(id));
        var unclosed = await Read(store.DataSource, UnclosedVisits.Query, UnclosedVisits.Read, ct, Pg.Uuid(id), Pg.At(now - UnclosedVisits.Patience));
        var holds = await Read(store.DataSource, DayHold.Query, DayHold.Read, ct, Pg.Uuid(id), Pg.At(span.Start), Pg.At(LocalEdge.StartOfDay(day.PlusDays(2), zone)), Pg.At(now));
        var reasons = await DayReasons.Read(store.DataSource, keys, ofTheDay.ToDictionary(v => v.Id, v => v.Patient), ct);
        PatientId[] people = [.. ofTheDay.Select(v => v.Patient), .. holds.Select(h => h.Holder), .. cash.Select(c => c.Patient), .. unclosed.Select(u => u.Patient)];
        var known = await patients.Details([.. people.Distinct()], ct);
        var slots = new List<DaySlot>(VisitSlots(ofTheDay, schedule.State.Timetable, known, reasons, now));
        foreach (var type in Enum.GetValues<AppointmentType>())
        {
            var calendar = await calendars.Read(new(id), type, span.Start, span.End, now, own: null, ct);
            slots.AddRange(OpenSlots(calendar!, schedule.State.Timetable, type, day, now, visits).Select(slot => DayHolds.Explain(slot, schedule.State.Timetable, holds, known)));
        }

        return TypedResults.Ok(new DaySheetAnswer(
            day, [.. slots.OrderBy(s => s.Start).ThenBy(s => s.Type)],
            [.. cash.Select(c => new CashToHandBack(c.Payment, c.Appointment, known[c.Patient], c.Amount, c.Since, c.Version))],
            [.. unclosed.Select(u => u.Of(known))]));
    }

    /// <summary>A slot belongs to the date on which its window starts, and so does its visit; one outside all hours to its own date.</summary>
    static List<Visit> OfTheDay(List<Visit> visits, Timetable timetable, LocalDate day, Instant midnight)
    {
        var hours = new SlotCutter(timetable with { Blocks = [] }, Zones.Provider);
        var (before, own) = (hours.Cut(day.PlusDays(-1)), hours.Cut(day));
        return visits.FindAll(v => v.Start < midnight ? !In(before, v) : In(own, v));

        static bool In(List<OfferedWindow> windows, Visit visit) =>
            windows.Exists(w => w.Type == visit.Type && w.Start <= visit.Start && visit.Start < w.End);
    }

    static IEnumerable<DaySlot> VisitSlots(
        List<Visit> visits, Timetable timetable, IReadOnlyDictionary<PatientId, DayPatient> known, IReadOnlyDictionary<Guid, string?> reasons, Instant now)
    {
        var cutter = new SlotCutter(timetable, Zones.Provider);
        return visits.Select(v =>
        {
            FlagReason? why = v.OffPromise ? FlagReason.ClockChanged : cutter.Covers(v.Type, v.Start, v.End) ? null : FlagReason.OutsideHours;
            return new DaySlot(
                v.Start, v.End, v.Type, Wire.Parse<DayState>(Wire.Name(v.Status)), known[v.Patient], v.Id, v.Payment, Flagged: why is not null,
                UnclosedVisits.IsUnclosed(v.Status, v.End, now), why, Reason: reasons.GetValueOrDefault(v.Id));
        });
    }

    /// <summary>Slots without a visit: those that the schedule offers on the date, and those that a block took away.</summary>
    static IEnumerable<DaySlot> OpenSlots(
        DoctorCalendar calendar, Timetable timetable, AppointmentType type, LocalDate day, Instant now, List<Visit> visits)
    {
        var offered = new SlotCutter(timetable, Zones.Provider).Cut(day).Where(w => w.Type == type).ToList();
        var unblocked = new SlotCutter(timetable with { Blocks = [] }, Zones.Provider).Cut(day).Where(w => w.Type == type);
        foreach (var window in unblocked)
        {
            var open = offered.Find(w => w.Start == window.Start)?.Starts;
            foreach (var slot in window.Starts.Select(window.Slot).Where(s => !visits.Exists(v => v.Start < s.BusyUntil && s.Start < v.End)))
            {
                var state = open is null || !open.Contains(slot.Start) ? DayState.Blocked : State(calendar.Judge(window, slot), slot, now);
                yield return new(slot.Start, slot.End, type, state, Patient: null, AppointmentId: null, PaymentStatus: null, Flagged: false);
            }
        }
    }

    static DayState State(Verdict verdict, OfferedSlot slot, Instant now) => verdict switch
    {
        _ when slot.Start <= now => DayState.Past,
        Verdict.Taken => DayState.Held,
        Verdict.Full => DayState.Full,
        Verdict.Free => DayState.Free,
        _ => DayState.Notice,
    };

    static Visit ReadVisit(NpgsqlDataReader row) => new(
        row.GetGuid(0), new(row.GetGuid(1)), row.GetInstant(2), row.GetInstant(3), Wire.Parse<AppointmentType>(row.GetString(4)),
        Wire.Parse<AppointmentStatus>(row.GetString(5)), row.GetStringOrNull(6) is { } payment ? Wire.Parse<PaymentStatus>(payment) : null, row.GetBoolean(7));

    static CashRow ReadCash(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetGuid(1), new(row.GetGuid(2)), new(row.GetInt64(3), row.GetString(4)), row.GetInstant(5), row.GetInt64(6));

    static async Task<List<T>> Read<T>(NpgsqlDataSource dataSource, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql).With(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        List<T> rows = [];
        while (await row.ReadAsync(ct))
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
