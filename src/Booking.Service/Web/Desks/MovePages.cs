using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <param name="From">The first date of the list, in the doctor's zone.</param>
/// <param name="Instead">The nearest free times, when somebody was faster.</param>
public sealed record MoveModel(
    Form Form, AppointmentAnswer Visit, string? ETag, PatientItem? Patient, LocalDate From, IReadOnlyList<AvailableDay> Days, IReadOnlyList<AvailableSlot> Instead)
{
    public DateTimeZone Zone => Zones.Get(Visit.TimeZone);
    public bool MayMove => Visit.Status is AppointmentStatus.PendingPayment or AppointmentStatus.Confirmed;
    public string Link(LocalDate from) => $"/desk/visits/{Visit.Id}/move?date={DeskLinks.Text(from)}";
}

/// <summary>Moves a visit to another time of the same doctor.</summary>
static class MovePages
{
    /// <summary>Dates of a list.</summary>
    public const int Span = 7;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/visits/{id}/move", (Guid id, string? date, Viewer viewer, CancellationToken ct) =>
            Ask(id, Form.Of(("date", date)), viewer, StatusCodes.Status200OK, instead: null, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/visits/{id}/move", Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        if (form.Instant("start") is not { } start)
        {
            form.Add("start", viewer["desk.choose_time"]);
            return await Ask(id, form, viewer, StatusCodes.Status400BadRequest, instead: null, ct);
        }

        var answer = await viewer.Api.Reschedule(id, new(start, form["reason"], CancelPages.SideOf(form)), form.Key, form.Version, ct);
        return form.Refused(answer)
            ? await Ask(id, form, viewer, (int)answer.Status, answer.Problem?.Alternatives, ct)
            : Show.See(DeskLinks.Visit(answer.Value.DoctorId, start.InZone(Zones.Get(answer.Value.TimeZone)).Date, id));
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, int status, IReadOnlyList<AvailableSlot>? instead, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        if (answer.Problem is { } problem)
            return Show.Wrong(problem);
        if (!viewer.Caller.ActsFor(new(answer.Value.DoctorId)))
            return Show.NotFound();
        var visit = answer.Value;
        var today = viewer.Now.InZone(Zones.Get(visit.TimeZone)).Date;
        var asked = DeskLinks.Date(form["date"]) ?? visit.Start.InZone(Zones.Get(visit.TimeZone)).Date;
        var from = asked < today ? today : asked;
        var (patient, free) = (
            viewer.Api.Patient(visit.PatientId, ct),
            viewer.Api.Availability(visit.DoctorId, new(from, from.PlusDays(Span - 1), TimeZone: visit.TimeZone, Type: visit.Type), ct));
        await Task.WhenAll(patient, free);
        return Show.Page<MovePage, MoveModel>(new(form, visit, answer.ETag, patient.Result.Body, from, free.Result.Body?.Days ?? [], instead ?? []), status);
    }
}
