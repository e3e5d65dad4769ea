using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <param name="Version">Of the schedule as it was when the form was shown.</param>
/// <param name="Preview">What the form would offer in the chosen week; null while it has errors.</param>
/// <param name="Outside">Visits that the saved hours do not cover.</param>
/// <param name="Theirs">What somebody else has made of it meanwhile; null when nobody has.</param>
public sealed record ScheduleModel(
    Frame Frame, Form Form, string? Version, SchedulePreviewAnswer? Preview, IReadOnlyList<VisitOutside> Outside, IReadOnlyList<Difference>? Theirs = null);

/// <summary>
/// The week and the rules of booking. Rows come and go and the preview is made by sending the form, whatever scripts the browser has; nothing is
/// saved before it is said.
/// </summary>
static class ScheduleEditor
{
    const int DaysOfWeek = 7;
    const string Route = Frame.Route + "/schedule";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, Get).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Post).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Get(Guid id, string? week, Viewer viewer, CancellationToken ct)
    {
        var (frame, schedule, problem) = await viewer.With(id, () => viewer.Api.Schedule(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var form = ScheduleForms.Of(schedule!.Value, Week(Form.Of(("week", week)), frame!, viewer));
        var preview = await Preview(id, form, new(schedule.Value.Weekly, schedule.Value.Rules), frame!, viewer, ct);
        return Show.Page<SchedulePage, ScheduleModel>(new(frame!, form, schedule.ETag, preview, schedule.Value.Conflicts));
    }

    static Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct) => form["do"] switch
    {
        "save" => Save(id, form, viewer, ct),
        { } act when act.StartsWith("week:", StringComparison.Ordinal) => Try(id, form.Put("week", act["week:".Length..]), viewer, ct),
        null or "preview" => Try(id, form, viewer, ct),
        var act => Try(id, ScheduleForms.Edited(form, act), viewer, ct, form.Version),
    };

    static async Task<IResult> Save(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var request = ScheduleForms.Read(form);
        if (form.Errors.Count > 0)
            return await Try(id, form, viewer, ct);
        var answer = await viewer.Api.SetSchedule(id, request, form.Key, form.Version, ct);
        if (!ScheduleForms.Refused(form, answer))
            return Show.See($"{Frame.At(id, "/schedule")}?done=saved{(form.Date("week") is { } week ? $"&week={week:uuuu-MM-dd}" : "")}");
        var (frame, schedule, problem) = await viewer.With(id, () => viewer.Api.Schedule(id, ct), ct);
        if (problem is not null)
            return Show.Wrong(problem);
        var theirs = answer.IsStale() ? ScheduleDifferences.Between(schedule!.Value, request, viewer.T) : null;
        return Show.Page<SchedulePage, ScheduleModel>(new(frame!, form, theirs is null ? form.Version : schedule!.ETag, null, [], theirs), (int)answer.Status);
    }

    /// <summary>Shows the form again with what it would offer, and saves nothing.</summary>
    static async Task<IResult> Try(Guid id, Form form, Viewer viewer, CancellationToken ct, string? version = null)
    {
        var (frame, problem) = await viewer.Frame(id, ct);
        if (frame is null)
            return Show.Wrong(problem);
        var request = ScheduleForms.Read(form);
        var preview = form.Errors.Count > 0 ? null : await Preview(id, form, request, frame, viewer, ct);
        return Show.Page<SchedulePage, ScheduleModel>(new(frame, form, version ?? form.Version, preview, []), form.Status());
    }

    static async Task<SchedulePreviewAnswer?> Preview(Guid id, Form form, ScheduleRequest draft, Frame frame, Viewer viewer, CancellationToken ct)
    {
        var monday = Week(form, frame, viewer);
        form.Put("week", monday.ToString("uuuu-MM-dd", null));
        var answer = await viewer.Api.PreviewSchedule(id, new(draft.Weekly, monday, monday.PlusDays(DaysOfWeek - 1), draft.Rules), ct);
        return ScheduleForms.Refused(form, answer) ? null : answer.Value;
    }

    /// <summary>The Monday of the chosen week; of the coming one while none is chosen.</summary>
    static LocalDate Week(Form form, Frame frame, Viewer viewer)
    {
        var zone = Zones.Find(frame.Doctor.TimeZone) ?? DateTimeZone.Utc;
        var chosen = Form.Of(("week", form["week"])).Date("week") is { Year: >= 2001 and < 2199 } date ? date : viewer.Now.InZone(zone).Date.PlusDays(1);
        return chosen.DayOfWeek == IsoDayOfWeek.Monday ? chosen : chosen.Previous(IsoDayOfWeek.Monday);
    }
}
