using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>Puts a patient on a doctor's waitlist for some dates. What is free already is not offered: it can be held.</summary>
public static class JoinWaitlist
{
    /// <summary>Who waits for one doctor at once.</summary>
    public const int MostOfDoctor = 200;

    /// <summary>What one patient waits for at once.</summary>
    public const int MostOfPatient = 20;

    public static readonly Refusal Already = new("already-waiting", "This patient waits for these dates already.");
    public static readonly Refusal TooMany = new("too-many-waitlist-entries", "Leave another waitlist first.");
    public static readonly Refusal Full = new("waitlist-full", "Too many people wait for this doctor.");

    /// <param name="OfPatient">What the patient waits for now, at all doctors.</param>
    public sealed record Command(
        WaitlistEntryId Entry, DoctorId Doctor, PatientId Patient, AppointmentType Type, LocalDate From, LocalDate To, DateTimeZone Zone, int OfPatient, Instant Now);

    public static Decision<WaitlistEvent> Decide(WaitlistState state, Command join)
    {
        var live = state.Entries.Where(e => e.LivesAt(join.Now)).ToList();
        return live.Exists(e => e.Patient == join.Patient && e.Type == join.Type && e.From == join.From && e.To == join.To) ? Already
            : join.OfPatient >= MostOfPatient ? TooMany
            : live.Count >= MostOfDoctor ? Full
            : [new WaitlistJoined(
                join.Entry, join.Doctor, join.Patient, join.Type, join.From, join.To, join.Zone.Id, LocalEdge.StartOfDay(join.To.PlusDays(1), join.Zone))];
    }

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/waitlist", Post).RequireAuthorization(Policies.PatientOrDesk).Answers<WaitlistEntry>(201, 400, 403, 404, 409, 422);

    static async Task<IResult> Post(WaitlistRequest request, Caller caller, Commands commands, PatientDirectory patients, CancellationToken ct)
    {
        if (request.PatientId is not null && !caller.IsDesk)
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var errors = Check(request, caller.IsDesk);
        var patient = request.PatientId is { } named ? new PatientId(named) : caller.PatientId ?? default;
        errors.Require(errors.Any || !caller.IsDesk || await patients.Exists(patient, ct), "patientId", "There is no such patient.");
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var id = WaitlistEntryId.New();
        (string Field, string Message)? wrong = null;
        var reply = await commands.Run(caller, (unit, now) =>
        {
            var doctor = new DoctorId(request.DoctorId);
            var list = unit.Load(WaitingList.Category, WaitingList.Stream(doctor));
            // Before ops have verified a doctor, they exist for the clinic only.
            var zone = unit.Load(
                batch => batch.Add("select zone from calendars where doctor_id = $1 and (verified or $2)", Pg.Uuid(doctor.Value), Pg.Bool(caller.IsDesk)),
                async (row, token) => await row.ReadAsync(token) ? Zones.Provider[row.GetString(0)] : null);
            var ofPatient = Count(unit, patient, now);
            return () =>
            {
                if (zone.Value is null)
                {
                    return Refusals.NotFound;
                }

                var today = now.InZone(zone.Value).Date;
                wrong = request.To < today ? ("to", "Must not be over.")
                    : request.From > today.PlusDays(BookingRules.MostHorizonDays) ? ("from", $"Must be at most {BookingRules.MostHorizonDays} days ahead.")
                    : null;
                if (wrong is not null)
                {
                    return Refusals.Invalid;
                }

                var command = new Command(id, doctor, patient, request.Type, request.From, request.To, zone.Value, ofPatient.Value, now);
                // The list's row before the patient's lock, as an exclusive attempt takes them; else two lists could wait for each other.
                unit.Lock(list.Id, list.Version);
                if (unit.Append(list, Decide(list.State, command)) is { } refusal)
                {
                    return refusal;
                }

                GuardRoom(unit, patient, now);
                return Answer.Created($"/api/waitlist/{id}", Body(command, list.State.PositionOf(id, now)), version: 1);
            };
        }, ct);
        return wrong is var (field, message) ? Problems.Invalid(caller.Http, field, message) : reply;
    }

    static FieldErrors Check(WaitlistRequest request, bool isDesk)
    {
        var errors = new FieldErrors();
        errors.Require(request.From.Year is >= 2000 and < 2200, "from", "Must be a date of the years 2000 to 2199.");
        errors.Require(
            errors.Any || (request.From <= request.To && request.To.Year < 2200 && Period.DaysBetween(request.From, request.To) < Availability.GetAvailability.MostDays),
            "to", $"Must be from `from` on, at most {Availability.GetAvailability.MostDays} days in all.");
        errors.Require(!isDesk || request.PatientId is not null, "patientId", "The desk says who waits.");
        return errors;
    }

    static WaitlistEntry Body(Command join, int position) => new(
        join.Entry.Value, join.Doctor.Value, join.Patient.Value, join.From, join.To, join.Type, WaitlistStatus.Waiting, position,
        HoldId: null, Start: null, Until: null, EndedBecause: null, join.Now);

    static Loaded<int> Count(Unit unit, PatientId patient, Instant now) => unit.Load(
        batch => batch.Add(
            "select count(*)::int from waitlist_entries where patient_id = $1 and state <> 'ended' and ends_at > $2", Pg.Uuid(patient.Value), Pg.At(now)),
        async (row, ct) => await row.ReadAsync(ct) ? row.GetInt32(0) : 0);

    /// <summary>The patient's room, stated a second time where joins at two doctors may race.</summary>
    static void GuardRoom(Unit unit, PatientId patient, Instant now) => unit.Guard(batch =>
    {
        batch.Add("select pg_advisory_xact_lock(hashtextextended($1::text, 1))", Pg.Uuid(patient.Value));
        batch.Add(
            "select expect(count(*) < $2, 'waitlist_has_room') from waitlist_entries where patient_id = $1 and state <> 'ended' and ends_at > $3",
            Pg.Uuid(patient.Value), Pg.Int(MostOfPatient), Pg.At(now));
    });
}
