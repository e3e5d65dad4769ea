using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Visiting;

/// <summary>What a patient waits for.</summary>
public sealed record WaitlistModel(IReadOnlyList<WaitlistEntry> Entries, IReadOnlyDictionary<Guid, DoctorAnswer> Doctors, string? More);

/// <summary>Asks for which days somebody would like to be told.</summary>
public sealed record JoinModel(DoctorAnswer Doctor, Form Form);

static class WaitlistPages
{
    const int DaysAtFirst = 14;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/waitlist", List).RequireAuthorization(Policies.Patient);
        // Whose session ended comes by GET, from the sign-in.
        pages.MapGet("/waitlist/{id:guid}/leave", (Guid id) => Show.See("/waitlist")).RequireAuthorization(Policies.Patient);
        pages.MapPost("/waitlist/{id:guid}/leave", Leave).RequireAuthorization(Policies.Patient);
        pages.MapGet("/doctors/{id:guid}/waitlist", Ask).RequireAuthorization(Policies.Patient);
        pages.MapPost("/doctors/{id:guid}/waitlist", Join).RequireAuthorization(Policies.Patient);
    }

    static async Task<IResult> List(string? cursor, Viewer viewer, CancellationToken ct)
    {
        var entries = await viewer.Api.Waitlist(page: new(Cursor: cursor), ct: ct);
        if (entries.Body is not { } list)
            return Show.Wrong(entries.Problem);
        var more = list.Next is { } next ? "/waitlist?cursor=" + Uri.EscapeDataString(next) : null;
        return Show.Page<WaitlistPage, WaitlistModel>(new(list.Items, await viewer.Doctors(list.Items.Select(entry => entry.DoctorId), ct), more));
    }

    static async Task<IResult> Leave(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var left = await viewer.Api.LeaveWaitlist(id, form.Key, ct: ct);
        return left.Problem is { } refused ? Show.Wrong(refused) : Show.See("/waitlist");
    }

    static async Task<IResult> Ask(Guid id, string? type, Viewer viewer, CancellationToken ct)
    {
        var doctor = await viewer.Api.Doctor(id, ct);
        if (doctor.Body is not { } found)
            return Show.Wrong(doctor.Problem);
        var today = viewer.Now.InZone(Zones.Find(found.TimeZone) ?? DateTimeZone.Utc).Date;
        var form = Form.Of(("from", LocalDatePattern.Iso.Format(today)), ("to", LocalDatePattern.Iso.Format(today.PlusDays(DaysAtFirst - 1))), ("type", type));
        return Show.Page<JoinWaitlistPage, JoinModel>(new(found, form));
    }

    static async Task<IResult> Join(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var (from, to, type) = (Day(form, "from"), Day(form, "to"), form.Enum("type", AppointmentType.Standard));
        var status = StatusCodes.Status400BadRequest;
        if (form.Errors.Count == 0)
        {
            var joined = await viewer.Api.JoinWaitlist(new(id, from, to, type), form.Key, ct);
            if (!form.Refused(joined))
                return Show.See("/waitlist");
            status = (int)joined.Status;
        }

        var doctor = await viewer.Api.Doctor(id, ct);
        return doctor.Body is { } found ? Show.Page<JoinWaitlistPage, JoinModel>(new(found, form), status) : Show.Wrong(doctor.Problem);
    }

    static LocalDate Day(Form form, string name)
    {
        if (form.Date(name) is { } date)
            return date;
        if (!form.Errors.ContainsKey(name))
            form.Add(name, "Is required.");
        return default;
    }
}
