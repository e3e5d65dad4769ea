using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <param name="Visits">That are still to take place on the date.</param>
/// <param name="IsOpen">Somebody could still book the date, or would as soon as its visits are gone.</param>
public sealed record SickModel(Form Form, DoctorAnswer Doctor, LocalDate Date, IReadOnlyList<SickVisit> Visits, bool IsOpen)
{
    public DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
}

public sealed record SickReport(DoctorAnswer Doctor, LocalDate Date, IReadOnlyList<SickResult> Results)
{
    public DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
}

/// <summary>What became of one visit.</summary>
/// <param name="Now">Where it stands, or how it ended; null when nothing was changed.</param>
/// <param name="Problem">Why it was not; null with <paramref name="Now"/> null: it was not on the day any more.</param>
public sealed record SickResult(DaySlot? Before, Guid Id, AppointmentAnswer? Now, Problem? Problem);

/// <summary>
/// A doctor is ill: all visits of a date are moved or called off, each by its own request, after a look at what is proposed. A second run finds what is left:
/// what has gone from the day is not touched again.
/// </summary>
static class SickDay
{
    public const string Cancel = "cancel";

    /// <summary>How far ahead new times are looked for.</summary>
    const int Ahead = 30;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/doctors/{id}/move-all", (Guid id, string? date, Viewer viewer, CancellationToken ct) =>
            Ask(id, Form.Of(("date", date)), viewer, StatusCodes.Status200OK, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/doctors/{id}/move-all", Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, int status, CancellationToken ct)
    {
        var doctor = await viewer.Api.Doctor(id, ct);
        if (doctor.Problem is { } unknown)
            return Show.Wrong(unknown);
        var today = viewer.Now.InZone(Zones.Get(doctor.Value.TimeZone)).Date;
        var date = DeskLinks.Date(form["date"]) ?? today;
        var from = (date < today ? today : date).PlusDays(1);
        var types = Enum.GetValues<AppointmentType>();
        var sheet = viewer.Api.DaySheet(id, date, ct);
        var free = await Task.WhenAll(types.Select(type => viewer.Api.Availability(id, new(from, from.PlusDays(Ahead - 1), Type: type), ct)));
        if ((await sheet).Problem is { } refused)
            return Show.Wrong(refused);
        var times = types.Zip(free).ToDictionary(of => of.First, IReadOnlyList<AvailableSlot> (of) => [.. of.Second.Body?.Days.SelectMany(day => day.Slots) ?? []]);
        var (visits, open) = (Live(sheet.Result.Value, viewer.Now), IsOpen(sheet.Result.Value));
        form.Fill("reason", viewer["desk.ill"]);
        return Show.Page<SickPage, SickModel>(new(form, doctor.Value, date, SickPlan.Of(visits, times), open), status);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var date = form.Date("date");
        if (form["reason"] is null)
            form.Add("reason", "Is required.");
        if (date is null || form.Errors.Count > 0)
            return await Ask(id, form, viewer, StatusCodes.Status400BadRequest, ct);
        var (asked, day) = (viewer.Api.Doctor(id, ct), viewer.Api.DaySheet(id, date.Value, ct));
        await Task.WhenAll(asked, day);
        if ((asked.Result.Problem ?? day.Result.Problem) is { } problem)
            return Show.Wrong(problem);
        // Closed first, or what comes free is offered to the next; a day that cannot be closed is left as it is.
        if (form.Has("block") && form.Refused(await viewer.Api.AddException(id, new(date.Value, ExceptionType.Blocked, form["reason"]!), force: true, PhoneBooking.Key(form, "block"), ct: ct)))
            return await Ask(id, form, viewer, form.Problem?.Status ?? StatusCodes.Status400BadRequest, ct);
        var visits = Live(day.Result.Value, viewer.Now).ToDictionary(slot => slot.AppointmentId!.Value);
        List<SickResult> results = [];
        foreach (var text in form.All("visit"))
            if (Guid.TryParse(text, out var visit))
                results.Add(await Do(visit, visits.GetValueOrDefault(visit), form, viewer, ct));
        return Show.Page<SickReportPage, SickReport>(new(asked.Result.Value, date.Value, results));
    }

    /// <param name="before">Null when the visit has gone from the day: moved by an earlier run, or by somebody else.</param>
    static async Task<SickResult> Do(Guid visit, DaySlot? before, Form form, Viewer viewer, CancellationToken ct)
    {
        if (before is null)
            return new(null, visit, null, null);
        ActingFor? side = viewer.Caller.IsDesk ? ActingFor.Doctor : null;
        var (what, key) = (form[$"to-{visit}"], PhoneBooking.Key(form, visit.ToString("N")));
        if (what == Cancel)
        {
            var cancelled = await viewer.Api.Cancel(visit, new(form["reason"]!, side), key, ct: ct);
            return new(before, visit, cancelled.Body, cancelled.Problem);
        }

        if (QueryFields.Instant(what ?? "") is not { } start)
            return new(before, visit, null, PhoneBooking.Unreadable);
        var moved = await viewer.Api.Reschedule(visit, new(start, form["reason"], side), key, ct: ct);
        return new(before, visit, moved.Body, moved.Problem);
    }

    static List<DaySlot> Live(DaySheetAnswer sheet, Instant now) =>
        [.. sheet.Slots.Where(slot => slot.State is DayState.PendingPayment or DayState.Confirmed && slot.AppointmentId is not null && slot.Start > now)];

    // Visits outside the hours, as on a blocked date, leave nothing behind that could be booked.
    static bool IsOpen(DaySheetAnswer sheet) =>
        sheet.Slots.Any(slot => slot.State is DayState.Free or DayState.Held or DayState.Notice or DayState.Full || (slot.State is DayState.PendingPayment or DayState.Confirmed && !slot.Flagged));
}
