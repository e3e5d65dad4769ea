using System.Net;
using System.Text.Json;
using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Consoles;

/// <param name="Shown">Those of the chosen kind.</param>
/// <param name="Kind">Null: all kinds.</param>
/// <param name="Start">Where the visit stood last; null when no event says it.</param>
public sealed record VisitModel(TimelineAnswer Timeline, IReadOnlyList<TimelineItem> Shown, TimelineKind? Kind, Instant? Start);

/// <summary>Everything of one visit in order.</summary>
static class Visits
{
    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("/visits", (string? id, Viewer viewer) =>
            Guid.TryParse(id, out var visit) ? Show.See($"/console/visits/{visit}") : string.IsNullOrWhiteSpace(id) ? Show.See("/console/streams") : Unknown(id, viewer, StatusCodes.Status400BadRequest));
        console.MapGet("/visits/{id:guid}", Get);
    }

    static async Task<IResult> Get(Guid id, string? kind, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Timeline(id, ct);
        if (answer.Body is not { } timeline)
            return answer.Status == HttpStatusCode.NotFound ? Unknown($"{id}", viewer, StatusCodes.Status404NotFound) : Show.Wrong(answer.Problem);
        TimelineKind? chosen = Wire.TryParse(kind, out TimelineKind known) ? known : null;
        return Show.Page<VisitPage, VisitModel>(new(timeline, [.. timeline.Items.Where(item => chosen is null || item.Kind == chosen)], chosen, StartOf(timeline)));
    }

    /// <summary>What was typed stays, to be mended.</summary>
    static IResult Unknown(string id, Viewer viewer, int status)
    {
        var form = Form.Of(("id", id));
        form.Add("id", viewer["console.no_visit"]);
        return Show.Page<StreamPage, StreamModel>(new(form, null, null), status);
    }

    static Instant? StartOf(TimelineAnswer timeline)
    {
        foreach (var item in timeline.Items.Reverse())
            if (item.Stream == timeline.AppointmentId && item.Data is { ValueKind: JsonValueKind.Object } data && data.TryGetProperty("start", out var start)
                && InstantPattern.ExtendedIso.Parse(start.GetString() ?? "") is { Success: true, Value: var at })
                return at;
        return null;
    }
}
