using Booking.Contracts;

namespace Booking.Service.Web.Finding;

/// <summary>Doctors and what they were filtered by. Every filter stands in the address, so a page can be kept, sent and gone back to.</summary>
/// <param name="Filters">As typed.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record DirectoryModel(Form Filters, IReadOnlyList<DoctorItem> Doctors, string? Next);

static class Directory
{
    static readonly string[] Names = ["query", "specialty", "language", "sort"];

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/", Get).RequireAuthorization(Policies.Anyone);
        pages.MapGet("/doctors", Get).RequireAuthorization(Policies.Anyone);
    }

    static async Task<IResult> Get(string? cursor, Viewer viewer, CancellationToken ct)
    {
        var query = viewer.Http.Request.Query;
        var filters = Form.Of([.. Names.Select(name => (name, (string?)query[name]))]);
        var answer = await viewer.Api.Doctors(new() { Query = filters["query"], Specialty = filters["specialty"], Language = filters["language"], Sort = filters["sort"] ?? "nextAvailable" }, new(Cursor: cursor), ct);
        if (filters.Refused(answer))
            return Show.Page<DirectoryPage, DirectoryModel>(new(filters, [], null), (int)answer.Status);
        var next = answer.Value.Next is { } more ? "/doctors" + QueryString.Create([.. Names.Select(name => new KeyValuePair<string, string?>(name, filters[name])), new("cursor", more)]) : null;
        return Show.Page<DirectoryPage, DirectoryModel>(new(filters, answer.Value.Items, next));
    }
}
