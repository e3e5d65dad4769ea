using Booking.Contracts;
using Booking.Service.Web.Finding;
using NodaTime;

namespace Booking.Service.Web.Holding;

/// <summary>A time that is not to be had, with what is to be had instead.</summary>
/// <param name="Typed">For another time; it goes along.</param>
/// <param name="Doctor">Null when anybody of a specialty was asked for.</param>
public sealed record TakenModel(DoctorAnswer? Doctor, AppointmentType Type, Instant? Start, Problem Problem, Form Typed);

/// <summary>Keeps a time for a patient while they fill in the rest. Whoever is not signed in does that first and finds the time picked.</summary>
static class HoldTime
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapPost("/doctors/{id:guid}/hold", Post).RequireAuthorization(Policies.Anyone);
        pages.MapGet("/doctors/{id:guid}/hold", (Guid id) => Show.See($"/doctors/{id}/times")).RequireAuthorization(Policies.Anyone);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var type = form.Enum("type", AppointmentType.Standard);
        if (form.Instant("start") is not { } start)
            return Show.See($"/doctors/{id}/times");
        if (!viewer.IsSignedIn)
            return Show.See("/account/sign-in?next=" + Uri.EscapeDataString(Calendar.Address(id, type, start)));
        if (!viewer.Caller.IsPatient)
            return PatientsOnly(viewer);
        // The form has a button a time: pressing another one is another request.
        var answer = await viewer.Api.Hold(new(id, start, type), form.Key is { } key ? $"{key}/{start.ToUnixTimeSeconds()}" : null, ct);
        if (answer.Body is { } hold)
            return Typed.Any(form) ? new Onward($"/holds/{hold.Id}") : Show.See($"/holds/{hold.Id}");
        if (answer.Problem is not { } problem || problem.Status is StatusCodes.Status403Forbidden or StatusCodes.Status404NotFound)
            return Show.Wrong(answer.Problem);
        if (problem.Code == "slot-taken" && await OwnHold(id, start, viewer, ct) is { } own)
            return Show.See($"/holds/{own.Id}");
        var doctor = await viewer.Api.Doctor(id, ct);
        return doctor.Problem is { } unknown
            ? Show.Wrong(unknown)
            : Show.Page<TakenPage, TakenModel>(new(doctor.Value, type, start, problem, form), problem.Status);
    }

    /// <summary>The patient's own hold of a time, as of one that they went back from.</summary>
    public static async Task<HoldAnswer?> OwnHold(Guid doctor, Instant start, Viewer viewer, CancellationToken ct) => viewer.Caller.IsPatient
        ? (await viewer.Api.Holds(ct: ct)).Body?.Items.FirstOrDefault(hold => hold.DoctorId == doctor && hold.Start == start)
        : null;

    /// <summary>The desk books for somebody on a page of its own.</summary>
    public static IResult PatientsOnly(Viewer viewer) =>
        Show.Page<TroublePage, Trouble>(new(StatusCodes.Status403Forbidden, "forbidden", "", Problems.TraceId(viewer.Http)), StatusCodes.Status403Forbidden);

    /// <summary>The same form is sent on, as it stands: what was typed must not stand in an address.</summary>
    sealed class Onward(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.StatusCode, httpContext.Response.Headers.Location) = (StatusCodes.Status307TemporaryRedirect, address);
            return Task.CompletedTask;
        }
    }
}
