using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Schedules;
using NodaTime;
using Npgsql;

namespace Booking.Service.Availability;

/// <summary>
/// Tells the desk why a time is offered or not. It is judged by the same function as a hold, so it says <c>free</c> exactly when a hold would
/// be given, and looks for the reason only behind the judgement.
/// </summary>
public static class GetWhy
{
    const string Claimed = """
        select s.appointment_id, s.hold_id, coalesce(a.patient_id, h.holder), coalesce(s.lapses_at, upper(s.during))
          from slot_claims s left join appointments a on a.id = s.appointment_id left join holds h on h.id = s.hold_id
         where s.doctor_id = $1 and s.during && tstzrange($2, $3) and (s.lapses_at is null or s.lapses_at > $4) order by s.starts_at limit 1
        """;

    sealed record Rows(CalendarFacts Facts, bool Verified, ScheduleState Schedule, Offer Offer);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}/availability/why", Get).RequireAuthorization(Policies.DeskOrDoctor).Answers<WhyAnswer>(200, 400, 403, 404);

    static async Task<IResult> Get(
        Guid id, string start, string? type, Caller caller, StreamStore store, PatientDirectory patients, IClock clock, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var errors = new FieldErrors();
        var at = QueryFields.Instant(start);
        errors.Require(at is not null, "start", "Must be an instant such as 2026-11-23T05:00:00Z.");
        var what = QueryFields.Enum(errors, "type", type, AppointmentType.Standard);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        var now = clock.GetCurrentInstant();
        // Of an instant that no calendar reaches only the doctor is looked up.
        var thinkable = Offers.IsThinkable(at!.Value);
        if (await Read(store, new(id), what, thinkable ? at.Value : now, now, ct) is not { } rows)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (!thinkable)
        {
            return TypedResults.Ok(Say(at.Value, what, new(WhyCode.Window)));
        }

        var cause = Judge(rows, what, at.Value, now);
        var answer = Say(at.Value, what, cause);
        return TypedResults.Ok(cause.Code == WhyCode.Claim ? await WithClaim(answer, new(id), rows.Offer.Slot, store.DataSource, patients, now, ct) : answer);
    }

    static async Task<Rows?> Read(StreamStore store, DoctorId doctor, AppointmentType type, Instant start, Instant now, CancellationToken ct)
    {
        var outcome = await store.Transact<Rows>(CommandContext.BySystem(now, "question"), unit =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(doctor));
            var offer = unit.LoadOffer(doctor, type, start, now);
            var verified = unit.Load(
                batch => batch.Add("select verified from calendars where doctor_id = $1", Pg.Uuid(doctor.Value)),
                async (row, token) => await row.ReadAsync(token) && row.GetBoolean(0));
            return () => offer.Value.Facts is { } facts ? new Rows(facts, verified.Value, schedule.State, offer.Value.Of(start, type)) : Refusals.NotFound;
        }, answer: null, ct);
        return outcome.Value;
    }

    /// <summary>In the order of the refusals of a hold.</summary>
    static WhyNot.Cause Judge(Rows rows, AppointmentType type, Instant start, Instant now) => rows switch
    {
        { Verified: false } => new(WhyCode.NotVerified),
        { Facts.Listed: false } => new(WhyCode.Paused),
        { Offer.Window: null } => WhyNot.Find(rows.Schedule.Timetable, type, start, rows.Facts.HorizonAt(now)),
        { Offer.Verdict: Verdict.NotOffered } => new(WhyCode.Horizon),
        { Offer.Verdict: Verdict.Started } => new(WhyCode.Past),
        { Offer.Verdict: Verdict.Notice } => new(WhyCode.Notice),
        { Offer.Verdict: Verdict.Taken } => new(WhyCode.Claim),
        { Offer.Verdict: Verdict.Full } => new(WhyCode.Limit),
        _ => new(WhyCode.Free),
    };

    static WhyAnswer Say(Instant start, AppointmentType type, WhyNot.Cause cause) => new(
        start, type, cause.Code,
        cause.Code switch
        {
            WhyCode.Free => "It can be held.",
            WhyCode.Window => "No hours of this type have a slot that starts then.",
            WhyCode.Exception => cause.By is Block ? "The time is blocked." : "That date has hours of its own.",
            WhyCode.Notice => "It starts sooner than the doctor's notice.",
            WhyCode.Horizon => "It is further ahead than the doctor's calendar is open.",
            WhyCode.Claim => "A visit or a hold has the time.",
            WhyCode.Limit => "The hours have as many patients as they may.",
            WhyCode.Past => "It has started, or is over.",
            WhyCode.Paused => "The doctor accepts no patients at present.",
            _ => "The doctor is not verified.",
        },
        cause.By?.Id.Value, cause.By?.Reason);

    static async Task<WhyAnswer> WithClaim(
        WhyAnswer answer, DoctorId doctor, OfferedSlot slot, NpgsqlDataSource dataSource, PatientDirectory patients, Instant now, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Claimed)
            .With(Pg.Uuid(doctor.Value), Pg.At(slot.Start), Pg.At(slot.BusyUntil), Pg.At(now));
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
        {
            return answer;
        }

        var visit = row.GetGuidOrNull(0);
        var known = await patients.Get(new(row.GetGuid(2)), ct);
        return answer with
        {
            AppointmentId = visit,
            HoldId = visit is null ? row.GetGuid(1) : null,
            Patient = known is null ? null : new(known.Id, known.FullName, known.Phone),
            Until = row.GetInstant(3),
        };
    }
}
