using Booking.Contracts;

namespace Booking.Service.Web.Desks;

/// <param name="Filter">The words by which doctors were looked for.</param>
/// <param name="Last">Whose days were looked at last.</param>
/// <param name="Next">The address of more doctors; null on the last page.</param>
public sealed record DeskModel(Form Filter, IReadOnlyList<DoctorItem> Doctors, IReadOnlyList<Guid> Last, string? Next);

/// <summary>Where the desk begins: whose day, and which. A doctor begins with their own.</summary>
static class Desk
{
    /// <summary>Columns of a day.</summary>
    public const int MostDoctors = 6;

    const string LastCookie = "desk-doctors";
    const int PageOfDoctors = 100;

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/desk", Get).RequireAuthorization(Policies.DeskOrDoctor);

    /// <summary>Whose days this browser begins with next time.</summary>
    public static void Remember(Viewer viewer, IEnumerable<Guid> doctors) =>
        Preferences.Keep(viewer.Http, LastCookie, string.Join('.', doctors.Select(doctor => doctor.ToString("N"))));

    static async Task<IResult> Get(string? query, string? cursor, Viewer viewer, CancellationToken ct)
    {
        if (!viewer.Caller.IsDesk && viewer.Caller.DoctorId is { } own)
            return Show.See(DeskLinks.Day([own.Value]));
        var filter = Form.Of(("query", query));
        var answer = await viewer.Api.Doctors(new(Query: filter["query"], Sort: "name"), new(PageOfDoctors, cursor), ct);
        var last = LastOf(viewer.Http.Request);
        return filter.Refused(answer)
            ? Show.Page<DeskPage, DeskModel>(new(filter, [], last, null), (int)answer.Status)
            : Show.Page<DeskPage, DeskModel>(new(filter, answer.Value.Items, last, More(filter["query"], answer.Value.Next)));
    }

    static string? More(string? query, string? cursor) =>
        cursor is null ? null : "/desk" + QueryString.Create([KeyValuePair.Create<string, string?>("query", query), new("cursor", cursor)]);

    static List<Guid> LastOf(HttpRequest request) =>
        [.. (request.Cookies[LastCookie] ?? "").Split('.').Select(text => Guid.TryParse(text, out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct().Take(MostDoctors)];
}
