using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;

namespace Booking.Service.Schedules;

/// <summary>Shows which slots a week would make before anybody saves it: cut by what cuts the real ones, so both are the same.</summary>
public static class PreviewSchedule
{
    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/doctors/{id}/schedule/preview", Post)
        .RequireAuthorization(Policies.DeskOrDoctor).Answers<SchedulePreviewAnswer>(200, 400, 403, 404);

    /// <summary>What the timetable offers on each date of the span, under the date on which it starts.</summary>
    public static IReadOnlyList<PreviewDay> Days(Timetable timetable, LocalDate from, LocalDate to)
    {
        var zone = Zones.Get(timetable.TimeZone);
        // A window of the day before may run past midnight.
        var windows = new SlotCutter(timetable, Zones.Provider).Cut(new DateInterval(from.PlusDays(-1), to));
        var slots = windows.GroupBy(window => window.Type)
            .SelectMany(type => new OfferedSpan([.. type.OrderBy(window => window.Start)]).Slots.Select(slot => (Type: type.Key, slot.Slot)))
            .GroupBy(offer => (offer.Slot.Start, offer.Slot.End), offer => offer.Type)
            .Select(offer => new PreviewSlot(offer.Key.Start, offer.Key.End, offer.Key.Start.InZone(zone).ToOffsetDateTime(), [.. offer.Order()]))
            .OrderBy(slot => slot.Start).ThenBy(slot => slot.End).ToLookup(slot => slot.Local.Date);
        List<PreviewDay> days = [];
        for (var date = from; date <= to; date = date.PlusDays(1))
            days.Add(new(date, [.. slots[date]], Changes(date, zone), Exceptions(timetable, date)));
        return days;
    }

    static async Task<IResult> Post(Guid id, SchedulePreviewRequest request, Caller caller, StreamStore store, VisitorsOutside visitors, IClock clock, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
            return Refusals.Forbidden.Problem(caller.Http);
        var (weekly, rules) = (ScheduleWire.Weekly(request.Weekly), request.Rules is { } wire ? ScheduleWire.Rules(wire) : null);
        var errors = new FieldErrors();
        weekly.Validate("weekly", errors);
        rules?.Validate("rules", errors);
        errors.Require(
            request.From <= request.To && Period.DaysBetween(request.From, request.To) < GetAvailability.MostDays && ExceptionDraft.IsDate(request.From) && ExceptionDraft.IsDate(request.To),
            "to", $"Must be from `from` on, at most {GetAvailability.MostDays} days in all.");
        if (errors.Any)
            return Problems.Invalid(caller.Http, errors.ToDictionary());

        var context = new CommandContext(clock.GetCurrentInstant(), caller.TraceId, null, Actor.System);
        var outcome = await store.Transact<SchedulePreviewAnswer>(context, unit =>
        {
            var schedule = unit.Load(Schedule.Category, Schedule.Stream(new(id)));
            var visits = unit.LoadComingVisits(new(id), context.Now);
            return () =>
            {
                if (!schedule.Exists)
                    return Refusals.NotFound;
                var timetable = schedule.State.Timetable with { Weekly = weekly };
                var last = context.Now.InZone(schedule.State.Zone).Date.PlusDays((rules ?? schedule.State.Rules).HorizonDays);
                return new SchedulePreviewAnswer(timetable.TimeZone, last, Days(timetable, request.From, request.To), VisitsOutside.Of(timetable, visits.Value));
            };
        }, answer: null, ct);
        return outcome.Refusal is { } refusal
            ? refusal.Problem(caller.Http)
            : TypedResults.Ok(outcome.Value! with { Conflicts = await visitors.Name(outcome.Value!.Conflicts, ct) });
    }

    static IReadOnlyList<ClockChange> Changes(LocalDate date, DateTimeZone zone)
    {
        var day = new Interval(LocalEdge.StartOfDay(date, zone), LocalEdge.StartOfDay(date.PlusDays(1), zone));
        return
        [
            .. zone.GetZoneIntervals(day).Where(part => part.HasStart && part.Start >= day.Start && part.Start < day.End)
                .Select(part => (part.Start, Before: zone.GetUtcOffset(part.Start - Duration.Epsilon), After: part.WallOffset))
                .Where(change => change.Before != change.After)
                .Select(change => new ClockChange(change.Start, change.Start.WithOffset(change.Before), change.Start.WithOffset(change.After))),
        ];
    }

    static IReadOnlyList<PreviewException> Exceptions(Timetable timetable, LocalDate date) =>
    [
        .. timetable.Blocks.Where(block => block.Date == date).Select(block => new PreviewException(block.Id.Value, ExceptionType.Blocked, block.Reason, block.Start, block.End)),
        .. timetable.CustomHours.Where(custom => custom.Date == date)
            .Select(custom => new PreviewException(custom.Id.Value, ExceptionType.CustomHours, custom.Reason, custom.Hours.Start, custom.Hours.End)),
    ];
}
