using Booking.Contracts;

namespace Booking.Service.Web.Holding;

/// <summary>Keeps the earliest time with whoever of a specialty is free.</summary>
static class HoldAnyone
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapPost("/doctors/any/hold", Post).RequireAuthorization(Policies.Anyone);

    static async Task<IResult> Post(Form form, Viewer viewer, CancellationToken ct)
    {
        if (form["specialty"] is not { } specialty)
            return Show.See("/doctors");
        if (!viewer.IsSignedIn)
            return Show.See("/account/sign-in?next=" + Uri.EscapeDataString(Finding.Directory.Address(form, ["specialty", "language"])));
        if (!viewer.Caller.IsPatient)
            return HoldTime.PatientsOnly(viewer);
        var answer = await viewer.Api.HoldAny(new(AppointmentType.Standard, Specialty: specialty, Language: form["language"]), form.Key, ct);
        return answer switch
        {
            { Body: { } hold } => Show.See($"/holds/{hold.Id}"),
            { Problem: { Status: StatusCodes.Status409Conflict } problem } => Show.Page<TakenPage, TakenModel>(new(null, AppointmentType.Standard, null, problem, form), problem.Status),
            _ => Show.Wrong(answer.Problem),
        };
    }
}
