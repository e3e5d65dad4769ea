using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Web.Settings;

/// <param name="InTheWay">Visits that a block would hit, when it was refused because of them.</param>
/// <param name="Outside">Visits that the hours as they stand do not cover.</param>
public sealed record ExceptionsModel(
    Frame Frame, Form Form, Page<ExceptionAnswer> Exceptions, IReadOnlyList<VisitOutside> Outside, IReadOnlyList<VisitOutside>? InTheWay = null);

/// <summary>Dates that are not like their weekday: listed, added, removed. A block that hits visits says which, and is made only when that is said again.</summary>
static class ExceptionList
{
    const string Route = Frame.Route + "/exceptions";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet(Route, (Guid id, string? cursor, Viewer viewer, CancellationToken ct) => Ask(id, Form.Of(), null, cursor, viewer, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route, Add).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost(Route + "/{exception:guid}/remove", Remove).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Add(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var request = Read(form);
        if (form.Errors.Count > 0)
            return await Ask(id, form, null, null, viewer, ct);
        var answer = await viewer.Api.AddException(id, request, force: form["force"] == "true", form.Key, ct: ct);
        return form.Refused(answer) ? await Ask(id, form, answer, null, viewer, ct) : Frame.Done(id, "/exceptions", "added");
    }

    static async Task<IResult> Remove(Guid id, Guid exception, Form form, Viewer viewer, CancellationToken ct) =>
        await viewer.Api.RemoveException(id, exception, form.Key, ct: ct) is { Problem: { } problem } ? Show.Wrong(problem) : Frame.Done(id, "/exceptions", "removed");

    static async Task<IResult> Ask(Guid id, Form form, Answer<ExceptionAnswer>? refused, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var schedule = viewer.Api.Schedule(id, ct);
        var (frame, exceptions, problem) = await viewer.With(id, () => viewer.Api.Exceptions(id, new(Limit: 50, cursor), ct), ct);
        var outside = (await schedule).Body?.Conflicts ?? [];
        return problem is not null
            ? Show.Wrong(problem)
            : Show.Page<ExceptionsPage, ExceptionsModel>(
                new(frame!, form, exceptions!.Value, outside, refused?.Problem?.Visits), form.Status(refused?.Status ?? System.Net.HttpStatusCode.BadRequest));
    }

    static ExceptionRequest Read(Form form)
    {
        if (!form.Has("date"))
            form.Add("date", "Is required.");
        var type = form.Enum("type", ExceptionType.Blocked);
        var (date, start, end) = (form.Date("date") ?? default, form.Time("start"), form.Time("end"));
        return type == ExceptionType.Blocked
            ? new(date, type, form["reason"] ?? "", start, end)
            : new(
                date, type, form["reason"] ?? "", start, end, form.Number("slotMinutes"), form.Number("bufferMinutes"), form.Number("maxPatients"),
                form.Enums<AppointmentType>("types") is { Count: > 0 } types ? types : null);
    }
}
