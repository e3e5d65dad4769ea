using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>Another time for a visit: a week of free ones.</summary>
/// <param name="From">The first day of the week, in <paramref name="Times"/>' zone.</param>
/// <param name="Times">Null when it cannot be moved, or what was asked for is no date.</param>
public sealed record MoveModel(VisitModel Of, LocalDate From, AvailabilityAnswer? Times, Form Form)
{
    public const int Days = 7;
}

/// <summary>Old and new time, before it is done.</summary>
/// <param name="Version">Of the visit, as it was shown.</param>
public sealed record MoveCheckModel(VisitModel Of, Instant Start, string? Version);

static class MovePages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}/move", Get).RequireAuthorization(Policies.Patient);
        pages.MapGet("/visits/{id:guid}/move/check", Check).RequireAuthorization(Policies.Patient);
        pages.MapPost("/visits/{id:guid}/move", Post).RequireAuthorization(Policies.Patient);
    }

    static Task<IResult> Get(Guid id, string? from, Viewer viewer, CancellationToken ct) => Choose(id, Form.Of(("from", from)), viewer, ct);

    static async Task<IResult> Check(Guid id, string? start, Viewer viewer, CancellationToken ct)
    {
        if (Form.InstantOf(start) is not { } wanted)
            return Show.See($"/visits/{id}/move");
        var (visit, problem) = await Load(id, viewer, ct);
        return visit is var (model, version) ? Show.Page<MoveCheckPage, MoveCheckModel>(new(model, wanted, version)) : Show.Wrong(problem);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var own = await viewer.OwnVisit(id, ct);
        if (own.Body is null)
            return Show.Wrong(own.Problem);
        if (form.Instant("start") is not { } start)
            return Show.See($"/visits/{id}/move");
        var moved = await viewer.Api.Reschedule(id, new(start), form.Key, form.Version, ct);
        return form.Refused(moved) ? await Choose(id, form, viewer, ct, (int)moved.Status) : Show.See($"/visits/{id}");
    }

    static async Task<IResult> Choose(Guid id, Form form, Viewer viewer, CancellationToken ct, int status = StatusCodes.Status200OK)
    {
        var (visit, problem) = await Load(id, viewer, ct);
        if (visit is not var (model, _))
            return Show.Wrong(problem);
        var zone = viewer.Zone ?? Zones.Find(model.Visit.TimeZone) ?? DateTimeZone.Utc;
        var today = viewer.Now.InZone(zone).Date;
        var wanted = form.Has("from") ? form.Date("from") : Instant.Max(viewer.Now, form.Instant("start") ?? model.Visit.Start).InZone(zone).Date;
        var from = LocalDate.Max(wanted ?? today, today);
        var times = model.MayMove && wanted is not null
            ? await viewer.Api.Availability(model.Visit.DoctorId, new(from, from.PlusDays(MoveModel.Days - 1), zone.Id, model.Visit.Type), ct)
            : null;
        if (times is not null && form.Problem is null)
            form.Refused(times);
        if (status == StatusCodes.Status200OK && (form.Errors.Count > 0 || form.Problem is not null))
            status = form.Problem?.Status ?? StatusCodes.Status400BadRequest;
        return Show.Page<MovePage, MoveModel>(new(model, from, times?.Body, form), status);
    }

    static async Task<((VisitModel Model, string? Version)? Visit, Problem? Problem)> Load(Guid id, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.OwnVisit(id, ct);
        if (answer.Body is not { } visit)
            return (null, answer.Problem);
        var doctor = await viewer.Api.Doctor(visit.DoctorId, ct);
        return ((new(visit, doctor.Body, Payment: null, Asks: false, IsReviewed: false, Patient: null, IsOwn: true, viewer.Now), answer.ETag), null);
    }
}
