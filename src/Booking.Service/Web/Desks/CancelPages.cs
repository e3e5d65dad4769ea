using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <summary>On whose side it would be cancelled, and what that means.</summary>
/// <param name="Value">As the form sends it: <c>desk</c>, <c>patient</c> or <c>doctor</c>.</param>
public sealed record Side(string Value, CancellationPreview Preview);

/// <param name="Sides">A doctor has but their own.</param>
public sealed record CancelModel(Form Form, AppointmentAnswer Visit, string? ETag, PatientItem? Patient, IReadOnlyList<Side> Sides);

/// <summary>Calls a visit off, with what goes back shown first, on whichever side it is called off.</summary>
static class CancelPages
{
    public const string OfDesk = "desk";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/visits/{id}/cancel", (Guid id, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(("for", OfDesk)), viewer, StatusCodes.Status200OK, ct))
            .RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/visits/{id}/cancel", Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Cancel(id, new(form["reason"] ?? "", SideOf(form)), form.Key, form.Version, ct);
        return form.Refused(answer) ? await Ask(id, form, viewer, (int)answer.Status, ct) : Show.See($"/desk/visits/{id}");
    }

    /// <summary>For whom the form says that the desk acts; null: for itself.</summary>
    public static ActingFor? SideOf(Form form) => form["for"] is { } side and not OfDesk && Wire.TryParse<ActingFor>(side, out var party) ? party : null;

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, int status, CancellationToken ct)
    {
        var answer = await viewer.Api.Appointment(id, ct: ct);
        if (answer.Problem is { } problem)
            return Show.Wrong(problem);
        if (!viewer.Caller.ActsFor(new(answer.Value.DoctorId)))
            return Show.NotFound();
        if (answer.Value.Status is not (AppointmentStatus.PendingPayment or AppointmentStatus.Confirmed))
            return await VisitPages.Page(id, form, viewer, status, ct);
        var patient = viewer.Api.Patient(answer.Value.PatientId, ct);
        ActingFor?[] parties = viewer.Caller.IsDesk ? [null, ActingFor.Patient, ActingFor.Doctor] : [null];
        var previews = await Task.WhenAll(parties.Select(party => viewer.Api.PreviewCancellation(id, party, ct)));
        var sides = parties.Zip(previews).Where(side => side.Second.Body is not null)
            .Select(side => new Side(side.First is { } party ? Wire.Name(party) : OfDesk, side.Second.Value));
        return Show.Page<CancelPage, CancelModel>(new(form, answer.Value, answer.ETag, (await patient).Body, [.. sides]), status);
    }
}
