using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Visiting;

/// <summary>One visit, from its confirmation on: letters and the provider's page lead here, and it can be kept as a bookmark.</summary>
static class SeeVisit
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}", Get).RequireAuthorization(Policies.SignedIn);
        pages.MapGet("/visits/{id:guid}/now", GetNow).RequireAuthorization(Policies.SignedIn);
    }

    static async Task<IResult> Get(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (model, problem) = await Load(viewer, id, ct);
        return model is null ? Show.Wrong(problem) : Show.Page<VisitPage, VisitModel>(model);
    }

    static async Task<IResult> GetNow(Guid id, Viewer viewer, CancellationToken ct)
    {
        var (model, problem) = await Load(viewer, id, ct);
        return model is null ? Show.Wrong(problem) : Show.Page<VisitNow, VisitModel>(model);
    }

    /// <summary>The page with what was refused, where everything else still stands.</summary>
    public static async Task<IResult> Refused(Viewer viewer, Guid id, Problem? refused, CancellationToken ct)
    {
        var (model, problem) = await Load(viewer, id, ct);
        return model is null ? Show.Wrong(problem) : Show.Page<VisitPage, VisitModel>(model with { Refused = refused }, refused?.Status ?? StatusCodes.Status500InternalServerError);
    }

    static async Task<(VisitModel? Model, Problem? Problem)> Load(Viewer viewer, Guid id, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        if (answer.Body is not { } visit)
            return (null, answer.Problem);
        var own = viewer.IsOwn(visit);
        var doctor = viewer.Api.Doctor(visit.DoctorId, ct);
        var payment = visit.Payment is { } money ? viewer.Api.Payment(money.Id, ct) : null;
        var intake = own && visit is { IntakeComplete: false } && visit.IsLive() ? viewer.Api.Intake(id, ct) : null;
        var review = own && visit.Status == AppointmentStatus.Completed ? viewer.Api.Review(id, ct) : null;
        var patient = own ? null : PatientOf(viewer, visit, ct);
        await Task.WhenAll(new Task?[] { doctor, payment, intake, review, patient }.OfType<Task>());
        return (new(
            visit, (await doctor).Body, payment is null ? null : (await payment).Body, intake is not null && (await intake).Body?.Questions.Count > 0,
            review is not null && (await review).Body is not null, patient is null ? null : await patient, own, viewer.Now), null);
    }

    /// <summary>The doctor and the desk know whose visit it is by the day's sheet.</summary>
    static async Task<DayPatient?> PatientOf(Viewer viewer, AppointmentAnswer visit, CancellationToken ct)
    {
        var date = visit.Start.InZone(Zones.Find(visit.TimeZone) ?? DateTimeZone.Utc).Date;
        var day = await viewer.Api.DaySheet(visit.DoctorId, date, ct);
        return day.Body?.Slots.FirstOrDefault(slot => slot.AppointmentId == visit.Id)?.Patient;
    }
}
