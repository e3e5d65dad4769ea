using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Reads a doctor's week and rules, and replaces them.</summary>
public static class SetSchedule
{
    public static Decision<ScheduleEvent> Decide(ScheduleState state, EquatableList<WeeklyWindow> weekly, BookingRules? rules, Instant now)
    {
        List<ScheduleEvent> events = [];
        if (rules is not null && rules != state.Rules)
        {
            events.Add(new BookingRulesChanged(rules, Reach.At(now, state.Zone, rules, state.Reach)));
        }

        if (!weekly.Equals(state.Timetable.Weekly))
        {
            events.Add(new WeeklyHoursSet(weekly, Reach.At(now, state.Zone, rules ?? state.Rules, state.Reach)));
        }

        return [.. events];
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/doctors/{id}/schedule", Get).RequireAuthorization(Policies.Anyone).Answers<ScheduleAnswer>(200, 404);
        app.MapPut("/api/doctors/{id}/schedule", Put).RequireAuthorization(Policies.DeskOrDoctor).Answers<ScheduleAnswer>(200, 400, 403, 404, 412);
    }

    /// <summary>Everybody sees the hours of a verified doctor; only the doctor's side sees which visits stand outside, and an unverified doctor.</summary>
    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, VisitorsOutside visitors, IClock clock, CancellationToken ct)
    {
        var context = new CommandContext(clock.GetCurrentInstant(), caller.TraceId, null, Actor.System);
        long version = 0;
        var outcome = await store.Transact<ScheduleAnswer>(context, unit =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var visits = caller.ActsFor(new(id)) ? unit.LoadComingVisits(new(id), context.Now) : null;
            var verified = unit.Load(
                batch => batch.Add("select verified from calendars where doctor_id = $1", Pg.Uuid(id)), async (row, token) => await row.ReadAsync(token) && row.GetBoolean(0));
            return () =>
            {
                version = schedule.Version;
                return schedule.Exists && (verified.Value || visits is not null) ? ScheduleWire.Answer(schedule.State, visits?.Value ?? []) : Refusals.NotFound;
            };
        }, answer: null, ct);
        return outcome.Refusal is { } refusal
            ? refusal.Problem(caller.Http)
            : ETags.Ok(caller.Http, outcome.Value! with { Conflicts = await visitors.Name(outcome.Value!.Conflicts, ct) }, version);
    }

    static async Task<IResult> Put(Guid id, ScheduleRequest request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var errors = new FieldErrors();
        var (weekly, rules) = (ScheduleWire.Weekly(request.Weekly), request.Rules is { } wire ? ScheduleWire.Rules(wire) : null);
        weekly.Validate("weekly", errors);
        rules?.Validate("rules", errors);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await commands.Run(caller, (unit, now) =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var visits = unit.LoadComingVisits(new(id), now);
            return () =>
            {
                if ((schedule.Exists ? caller.Expects(schedule.Version) : Refusals.NotFound) is { } refusal)
                {
                    return refusal;
                }

                unit.Lock(schedule.Id, schedule.Version);
                unit.Append(schedule, Decide(schedule.State, weekly, rules, now));
                return Answer.Ok(ScheduleWire.Answer(schedule.State, visits.Value), schedule.Version);
            };
        }, ct);
    }
}
