using System.Net;
using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Consoles;

/// <param name="Past">Null while the form has errors.</param>
public sealed record PastModel(Guid Doctor, Form Form, PastAvailability? Past);

/// <summary>A doctor's calendar as patients saw it at a moment.</summary>
static class PastCalendars
{
    const int Days = 7;
    static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH':'mm':'ss");

    public static void Map(IEndpointRouteBuilder console) => console.MapGet("/doctors/{id:guid}/calendar", Get);

    static async Task<IResult> Get(Guid id, string? asOf, Viewer viewer, CancellationToken ct)
    {
        var query = viewer.Http.Request.Query;
        var at = Moment(query, viewer.Now, asOf, out var understood);
        var first = query["from"] is [{ Length: > 0 } from] ? from : Iso(at.InUtc().Date);
        var last = query["to"] is [{ Length: > 0 } to] ? to : Form.DateOf(first) is { } date ? Iso(date.PlusDays(Days - 1)) : first;
        var type = Wire.TryParse((string?)query["type"], out AppointmentType known) ? known : AppointmentType.Standard;
        var form = Form.Of(
            ("date", understood ? Iso(at.InUtc().Date) : query["date"]), ("time", understood ? Time.Format(at.InUtc().TimeOfDay) : query["time"]), ("from", first), ("to", last),
            ("type", Wire.Name(type)));
        if (!understood)
            form.Add("time", "Cannot be read.");
        if (form.Date("from") is not { } begin || form.Date("to") is not { } end || form.Errors.Count > 0)
            return Show.Page<PastPage, PastModel>(new(id, form, null), StatusCodes.Status400BadRequest);
        var answer = await viewer.Api.PastAvailability(id, at, begin, end, type, ct);
        if (answer.Status == HttpStatusCode.NotFound)
        {
            form.Add("time", viewer["console.past_nobody"]);
            return Show.Page<PastPage, PastModel>(new(id, form, null), StatusCodes.Status404NotFound);
        }

        return form.Refused(answer) && answer.Problem is { Errors: null } problem ? Show.Wrong(problem)
            : Show.Page<PastPage, PastModel>(new(id, form, answer.Body), (int)answer.Status);
    }

    /// <summary>Date and time of the form before the instant of a link; now when neither is given.</summary>
    static Instant Moment(IQueryCollection query, Instant now, string? asOf, out bool understood)
    {
        understood = true;
        if (query["date"] is [{ Length: > 0 } date])
        {
            var typed = Form.InstantOf($"{date}T{WithSeconds(query["time"])}Z");
            understood = typed is not null;
            return typed ?? now;
        }

        if (asOf is null)
            return now;
        var given = Form.InstantOf(asOf);
        understood = given is not null;
        return given ?? now;
    }

    // Browsers leave the seconds of a whole minute out.
    static string WithSeconds(string? time) => string.IsNullOrEmpty(time) ? "00:00:00" : time.Count(c => c == ':') == 1 ? time + ":00" : time;

    static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);
}
