using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <param name="Problem">Why not now; with when there is room next.</param>
public sealed record WalkInModel(Form Form, PatientChoice Choice, DoctorAnswer Doctor, Problem? Problem)
{
    public NodaTime.DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
}

/// <summary>Somebody stands at the desk: a visit that begins in this minute.</summary>
static class WalkInPage
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/doctors/{id}/walk-in", (Guid id, Guid? patientId, Viewer viewer, CancellationToken ct) =>
            Ask(id, Form.Of(("patientId", patientId?.ToString())), viewer, problem: null, StatusCodes.Status200OK, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/doctors/{id}/walk-in", Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["do"] == "find")
            return await Ask(id, form, viewer, problem: null, StatusCodes.Status200OK, ct);
        var (known, fresh) = await PatientChoice.Of(form, viewer, form["patient.timeZone"] ?? "UTC", ct);
        var request = new WalkInRequest(
            form.Enum("type", AppointmentType.Standard), known, fresh, form.Enum("provider", PaymentProvider.Manual), form["reason"], form.Number("minutes"), form["place"],
            PhoneBooking.Overrides(form));
        if (form.Errors.Count > 0)
            return await Ask(id, form, viewer, problem: null, StatusCodes.Status400BadRequest, ct);
        var answer = await viewer.Api.WalkIn(id, request, form.Key, ct);
        return form.Refused(answer)
            ? await Ask(id, form, viewer, answer.Problem, (int)answer.Status, ct)
            : Show.See(DeskLinks.Booked(id, answer.Value.Start.InZone(Zones.Get(answer.Value.TimeZone)).Date, answer.Value.Id));
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, Problem? problem, int status, CancellationToken ct)
    {
        if (!viewer.Caller.ActsFor(new(id)))
            return Show.Wrong(new("/problems/forbidden", "", StatusCodes.Status403Forbidden));
        var doctor = await viewer.Api.Doctor(id, ct);
        if (doctor.Problem is { } unknown)
            return Show.Wrong(unknown);
        var choice = await PatientChoice.Read(form, viewer, doctor.Value.TimeZone, anew: form["do"] == "find", ct);
        return Show.Page<WalkInView, WalkInModel>(new(form, choice, doctor.Value, problem), status);
    }
}
