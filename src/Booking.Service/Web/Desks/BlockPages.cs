using Booking.Contracts;
using NodaTime;
using NodaTime.Text;

namespace Booking.Service.Web.Desks;

/// <param name="Hit">The visits that the block would hit, when it was refused because of them.</param>
/// <param name="Blocks">Those that are there, from the date on.</param>
public sealed record BlockModel(Form Form, DoctorAnswer Doctor, LocalDate Date, IReadOnlyList<VisitOutside> Hit, IReadOnlyList<ExceptionAnswer> Blocks)
{
    public DateTimeZone Zone => Zones.Get(Doctor.TimeZone);
}

/// <summary>Takes a time out of a doctor's day, with what that hits, and gives it back.</summary>
static class BlockPages
{
    const int MostShown = 100;

    static readonly LocalTimePattern Wall = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/desk/doctors/{id}/block", (Guid id, string? date, Viewer viewer, CancellationToken ct) =>
            Ask(id, Form.Of(("date", date)), viewer, StatusCodes.Status200OK, hit: null, ct)).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/doctors/{id}/block", Post).RequireAuthorization(Policies.DeskOrDoctor);
        pages.MapPost("/desk/doctors/{id}/block/{exception}/remove", Remove).RequireAuthorization(Policies.DeskOrDoctor);
    }

    static async Task<IResult> Post(Guid id, Form form, Viewer viewer, CancellationToken ct)
    {
        var date = form.Date("date");
        if (date is null && form.Errors.Count == 0)
            form.Add("date", "Is required.");
        var (from, to) = form.Has("whole") ? (null, null) : (Time(form, "start"), Time(form, "end"));
        if (form.Errors.Count > 0)
            return await Ask(id, form, viewer, StatusCodes.Status400BadRequest, hit: null, ct);
        var answer = await viewer.Api.AddException(
            id, new(date!.Value, ExceptionType.Blocked, form["reason"] ?? "", from, to), force: form.Has("force"), form.Has("force") ? PhoneBooking.Key(form, "force") : form.Key, ct: ct);
        return form.Refused(answer)
            ? await Ask(id, form, viewer, (int)answer.Status, answer.Problem?.Visits, ct)
            : Show.See(DeskLinks.Day([id], date));
    }

    static async Task<IResult> Remove(Guid id, Guid exception, Form form, Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.RemoveException(id, exception, form.Key, ct: ct);
        return answer.Problem is { } problem ? Show.Wrong(problem) : Show.See(DeskLinks.Day([id], form.Date("date")));
    }

    static LocalTime? Time(Form form, string name)
    {
        if (form[name] is not { } text)
        {
            form.Add(name, "Is required.");
            return null;
        }

        if (Wall.Parse(text) is { Success: true } parsed)
            return parsed.Value;
        form.Add(name, "Cannot be read.");
        return null;
    }

    static async Task<IResult> Ask(Guid id, Form form, Viewer viewer, int status, IReadOnlyList<VisitOutside>? hit, CancellationToken ct)
    {
        var (doctor, blocks) = (viewer.Api.Doctor(id, ct), viewer.Api.Exceptions(id, new(MostShown), ct));
        await Task.WhenAll(doctor, blocks);
        if ((doctor.Result.Problem ?? blocks.Result.Problem) is { } problem)
            return Show.Wrong(problem);
        var today = viewer.Now.InZone(Zones.Get(doctor.Result.Value.TimeZone)).Date;
        var date = DeskLinks.Date(form["date"]) ?? today;
        form.Fill("date", DeskLinks.Text(date));
        var there = blocks.Result.Value.Items.Where(block => block.Type == ExceptionType.Blocked && block.Date >= (date < today ? date : today));
        return Show.Page<BlockPage, BlockModel>(new(form, doctor.Result.Value, date, hit ?? [], [.. there]), status);
    }
}
