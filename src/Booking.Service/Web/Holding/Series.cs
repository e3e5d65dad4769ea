using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Holding;

/// <summary>A visit every week at the same time.</summary>
/// <param name="Days">From which the first visit is chosen.</param>
/// <param name="Refused">When some of the times are not to be had: which, and why.</param>
public sealed record SeriesModel(DoctorAnswer Doctor, AvailabilityAnswer Days, TermsAnswer Terms, AppointmentType Type, Form Form, IReadOnlyList<StartRefused> Refused)
{
    public IReadOnlyList<PaymentProvider> Providers => Doctor.Providers ?? [PaymentProvider.Manual];
}

/// <param name="Doctor">With whom they are.</param>
public sealed record SeriesDone(DoctorAnswer Doctor, SeriesAnswer Series);

/// <summary>Books them in one step, without holding each.</summary>
static class Series
{
    const int DaysToChooseFrom = 14;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/doctors/{id:guid}/series", Get).RequireAuthorization(Policies.Patient);
        pages.MapPost("/doctors/{id:guid}/series", Post).RequireAuthorization(Policies.Patient);
    }

    static Task<IResult> Get(Guid id, string? type, string? start, Viewer viewer, CancellationToken ct) =>
        Ask(id, Form.Of(("type", type), ("start", start), ("count", "4"), ("onConflict", "skip")), [], viewer, ct);

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        if (Read(id, form, viewer) is not { } request)
            return await Ask(id, form, [], viewer, ct);
        var (answer, doctor) = (await viewer.Api.BookSeries(request, form.Key, ct), await viewer.Api.Doctor(id, ct));
        if (answer.Body is { } series && doctor.Body is { } found)
            return Show.Page<SeriesDonePage, SeriesDone>(new(found, series));
        form.Refused(answer);
        return answer.Problem is { Status: StatusCodes.Status404NotFound } unknown ? Show.Wrong(unknown) : await Ask(id, form, answer.Problem?.Reasons ?? [], viewer, ct);
    }

    /// <returns>Null when something is missing, which the form then says.</returns>
    static SeriesRequest? Read(Guid id, Form form, Viewer viewer)
    {
        var (type, start, count) = (form.Enum("type", AppointmentType.Standard), form.Instant("start"), form.Number("count"));
        if (start is null && !form.Errors.ContainsKey("start"))
            form.Add("start", viewer["series.start_needed"]);
        if (count is not (>= 2 and <= 26) && !form.Errors.ContainsKey("count"))
            form.Add("count", viewer["series.count_range"]);
        if (form["place"] == Held.Elsewhere)
            form.Add("place", viewer["holding.place_not"]);
        return form.Errors.Count > 0 ? null : new(
            id, type, start!.Value, count!.Value, form.Enum("onConflict", SeriesConflict.Fail), form.Enum("provider", PaymentProvider.Manual), form["reason"],
            Place: form["place"], TermsVersion: form["termsVersion"]);
    }

    static async Task<IResult> Ask(Guid id, Form form, IReadOnlyList<StartRefused> refused, Viewer viewer, CancellationToken ct)
    {
        var type = Wire.TryParse<AppointmentType>(form["type"], out var asked) ? asked : AppointmentType.Standard;
        var today = viewer.Now.InZone(viewer.Zone ?? DateTimeZone.Utc).Date;
        var (doctor, times, terms) = (viewer.Api.Doctor(id, ct), viewer.Api.Availability(id, new(today, today.PlusDays(DaysToChooseFrom), viewer.Zone?.Id, type), ct), viewer.Api.Terms(ct));
        await Task.WhenAll(doctor, times, terms);
        if (((await doctor).Problem ?? (await times).Problem ?? (await terms).Problem) is { } problem)
            return Show.Wrong(problem);
        return Show.Page<SeriesPage, SeriesModel>(
            new((await doctor).Value, (await times).Value, (await terms).Value, type, form, refused),
            form.Problem?.Status ?? (form.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK));
    }
}
