using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Desks;

/// <param name="Next">The address of more; null at the end.</param>
/// <param name="Join">Whom the desk puts on the list, and for which days.</param>
/// <param name="Found">Who was looked for; null when nobody was.</param>
public sealed record DeskWaitlistModel(DoctorAnswer Doctor, IReadOnlyList<WaitlistEntry> Entries, string? Next, Form Join, IReadOnlyList<PatientItem>? Found);

/// <summary>Who waits for a time of a doctor; the desk may put somebody on, and take somebody off.</summary>
static class WaitlistPages
{
    const int PageSize = 50, MostFound = 8, DaysAtFirst = 14;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/doctors/{id}/waitlist", (Guid id, Viewer viewer, CancellationToken ct) =>
            Ask(id, Form.Of(), viewer, StatusCodes.Status200OK, ct)).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/doctors/{id}/waitlist", Join).RequireAuthorization(Policies.Desk);
        pages.MapPost("/desk/doctors/{id}/waitlist/{entry}/leave", Leave).RequireAuthorization(Policies.Desk);
    }

    static async Task<IResult> Ask(Guid id, Form join, Viewer viewer, int status, CancellationToken ct)
    {
        var (doctor, entries) = (viewer.Api.Doctor(id, ct), viewer.Api.Waitlist(id, new(PageSize, viewer.Http.Request.Query["cursor"]), ct));
        await Task.WhenAll(doctor, entries);
        if ((doctor.Result.Problem ?? entries.Result.Problem) is { } problem)
            return Show.Wrong(problem);
        IReadOnlyList<PatientItem>? found = null;
        if (join["query"] is { } query)
        {
            var patients = await viewer.Api.Patients(query, new(MostFound), ct);
            found = join.Refused(patients) ? null : patients.Value.Items;
            var today = viewer.Now.InZone(Zones.Get(doctor.Result.Value.TimeZone)).Date;
            join.Fill("from", LocalDatePattern.Iso.Format(today));
            join.Fill("to", LocalDatePattern.Iso.Format(today.PlusDays(DaysAtFirst - 1)));
        }

        var next = entries.Result.Value.Next is { } more ? $"/desk/doctors/{id}/waitlist?cursor={Uri.EscapeDataString(more)}" : null;
        return Show.Page<DeskWaitlistPage, DeskWaitlistModel>(new(doctor.Result.Value, entries.Result.Value.Items, next, join, found), status);
    }

    static async Task<IResult> Join(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        // Looked for by a form, so that no name or number stands in an address.
        if (form["do"] == "find")
            return await Ask(id, form, viewer, StatusCodes.Status200OK, ct);
        var (from, to) = (form.Date("from"), form.Date("to"));
        if (form.Id("patientId") is null)
            form.Add("patientId", viewer["desk.choose_patient"]);
        foreach (var (name, date) in (ReadOnlySpan<(string, LocalDate?)>)[("from", from), ("to", to)])
            if (date is null && !form.Errors.ContainsKey(name))
                form.Add(name, "Is required.");
        if (form.Errors.Count > 0)
            return await Ask(id, form, viewer, StatusCodes.Status400BadRequest, ct);
        var joined = await viewer.Api.JoinWaitlist(new(id, from!.Value, to!.Value, form.Enum("type", AppointmentType.Standard), form.Id("patientId")), form.Key, ct);
        return form.Refused(joined) ? await Ask(id, form, viewer, (int)joined.Status, ct) : Show.See($"/desk/doctors/{id}/waitlist");
    }

    static async Task<IResult> Leave(Guid id, Guid entry, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.LeaveWaitlist(entry, form.Key, ct: ct);
        return answer.Problem is { } problem ? Show.Wrong(problem) : Show.See($"/desk/doctors/{id}/waitlist");
    }
}
