using Booking.Contracts;

namespace Booking.Service.Web.Settings;

/// <param name="Filters">As typed.</param>
/// <param name="Next">The address of the next page; null on the last.</param>
public sealed record DoctorListModel(Form Filters, IReadOnlyList<RegisteredDoctor> Doctors, string? Next);

/// <summary>All doctors for the desk, verified or not, by name.</summary>
static class DoctorList
{
    public const string Address = "/desk/doctors";

    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet(Address, Get).RequireAuthorization(Policies.Desk);

    static async Task<IResult> Get(string? query, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var filters = Form.Of(("query", query));
        var answer = await viewer.Api.RegisteredDoctors(filters["query"], new(Cursor: cursor), ct);
        if (filters.Refused(answer))
            return Show.Page<DoctorListPage, DoctorListModel>(new(filters, [], null), (int)answer.Status);
        var next = answer.Value.Next is { } more ? Address + QueryString.Create([KeyValuePair.Create("query", filters["query"]), KeyValuePair.Create("cursor", (string?)more)]) : null;
        return Show.Page<DoctorListPage, DoctorListModel>(new(filters, answer.Value.Items, next));
    }
}
