using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Dates that are not like their weekday: listed, added, removed.</summary>
public static class Exceptions
{
    /// <summary>How many exceptions of dates to come one schedule holds.</summary>
    const int Most = 500;

    public static readonly Refusal VisitsInTheWay = new("visits-in-the-way", "Visits stand in that time. Send ?force=true to keep them there, flagged.");
    public static readonly Refusal TooMany = new("too-many-exceptions", $"A schedule has at most {Most} exceptions.");

    public static Decision<ScheduleEvent> Add(ScheduleState state, ScheduleException exception) =>
        state.Timetable.Blocks.Count + state.Timetable.CustomHours.Count >= Most ? TooMany
        : exception is Block block ? [new BlockAdded(block, Reach.Behind(state.Reach))]
        : [new CustomHoursAdded((CustomHours)exception, Reach.Behind(state.Reach))];

    public static Decision<ScheduleEvent> Remove(ScheduleState state, ExceptionId id) =>
        ScheduleTables.Find(state.Timetable, id) is null ? [] : [new ExceptionRemoved(id, Reach.Behind(state.Reach))];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/api/doctors/{id}/exceptions", Get).RequireAuthorization(Policies.DeskOrDoctor).Answers<Page<ExceptionAnswer>>(200, 400, 403, 404);
        app.MapPost("/api/doctors/{id}/exceptions", Post).RequireAuthorization(Policies.DeskOrDoctor).Answers<ExceptionAnswer>(201, 400, 403, 404, 409, 412, 422);
        app.MapDelete("/api/doctors/{id}/exceptions/{exceptionId}", Delete).RequireAuthorization(Policies.DeskOrDoctor).AnswersNothing(204, 403, 404, 412);
    }

    static async Task<IResult> Get(Guid id, string? cursor, int? limit, Caller caller, StreamStore store, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var errors = new FieldErrors();
        var page = PageRequest.Of(errors, limit, cursor);
        var after = page.After(errors, TimePlace.Parse, TimePlace.Oldest);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await store.StateAsOf(Schedule.Category, Schedule.Stream(new(id)), ct: ct) is { } schedule
            ? ETags.Ok(caller.Http, page.Page(
                Behind(schedule.State.Timetable, after, page.Limit + 1), exception => ScheduleWire.Answer(exception, []), exception => Place(exception).Parts), schedule.Version)
            : Refusals.NotFound.Problem(caller.Http);
    }

    static List<ScheduleException> Behind(Timetable timetable, TimePlace after, int limit) =>
    [
        .. timetable.Blocks.Cast<ScheduleException>().Concat(timetable.CustomHours).OrderBy(e => e.Date).ThenBy(e => e.Id.Value)
            .SkipWhile(e => (Place(e).At, Place(e).Id).CompareTo((after.At, after.Id)) <= 0).Take(limit),
    ];

    static TimePlace Place(ScheduleException exception) => new(exception.Date.AtMidnight().InUtc().ToInstant(), exception.Id.Value);

    static async Task<IResult> Post(Guid id, ExceptionRequest request, bool? force, Caller caller, Commands commands, VisitorsOutside visitors, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var draft = ScheduleWire.Draft(request);
        IReadOnlyDictionary<string, string[]>? invalid = null;
        var reply = await commands.Run(caller, (unit, now) =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var visits = unit.LoadComingVisits(new(id), now);
            return () =>
            {
                if ((schedule.Exists ? caller.Expects(schedule.Version) : Refusals.NotFound) is { } refusal)
                {
                    return refusal;
                }

                var errors = new FieldErrors();
                if (draft.Complete(ExceptionId.New(), schedule.State.Timetable, errors) is not { } exception)
                {
                    invalid = errors.ToDictionary();
                    return Refusals.Invalid;
                }

                return Append(unit, schedule, exception, visits.Value, force == true, id);
            };
        }, ct);
        return invalid is null ? await visitors.NameIn(reply, ct) : Problems.Invalid(caller.Http, invalid);
    }

    static Result<Answer> Append(
        Unit unit, EventStream<ScheduleState, ScheduleEvent> schedule, ScheduleException exception, List<ComingVisit> visits, bool force, Guid doctor)
    {
        var before = VisitsOutside.Of(schedule.State.Timetable, visits).Select(v => v.AppointmentId).ToHashSet();
        unit.Lock(schedule.Id, schedule.Version);
        if (unit.Append(schedule, Add(schedule.State, exception)) is { } refusal)
        {
            return refusal;
        }

        var hit = VisitsOutside.Of(schedule.State.Timetable, visits).Where(v => !before.Contains(v.AppointmentId)).ToList();
        return exception is Block && hit.Count > 0 && !force
            ? VisitsInTheWay with { Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["visits"] = hit } }
            : Answer.Created($"/api/doctors/{doctor}/exceptions/{exception.Id}", ScheduleWire.Answer(exception, hit), schedule.Version);
    }

    static async Task<IResult> Delete(Guid id, Guid exceptionId, Caller caller, Commands commands, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            return () =>
            {
                if ((schedule.Exists ? caller.Expects(schedule.Version) : Refusals.NotFound) is { } refusal)
                {
                    return refusal;
                }

                unit.Lock(schedule.Id, schedule.Version);
                unit.Append(schedule, Remove(schedule.State, new(exceptionId)));
                return Answer.NoContent();
            };
        }, ct);
    }
}
