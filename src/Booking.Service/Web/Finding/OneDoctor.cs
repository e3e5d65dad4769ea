using Booking.Contracts;

namespace Booking.Service.Web.Finding;

/// <param name="Next">The address of older reviews; null when there are none.</param>
public sealed record DoctorModel(DoctorAnswer Doctor, IReadOnlyList<PublicReview> Reviews, string? Next);

/// <summary>Everything that somebody wants to know of a doctor before they choose a time.</summary>
static class OneDoctor
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet("/doctors/{id:guid}", Get).RequireAuthorization(Policies.Anyone);

    static async Task<IResult> Get(Guid id, string? cursor, Viewer viewer, CancellationToken ct)
    {
        var (doctor, reviews) = (viewer.Api.Doctor(id, ct), viewer.Api.ReviewsOf(id, new(Limit: 10, Cursor: cursor), ct));
        await Task.WhenAll(doctor, reviews);
        if (((await doctor).Problem ?? (await reviews).Problem) is { } problem)
            return Show.Wrong(problem);
        var (found, page) = ((await doctor).Value, (await reviews).Value);
        return Show.Page<DoctorPage, DoctorModel>(new(found, page.Items, page.Next is { } more ? $"/doctors/{id}?cursor={Uri.EscapeDataString(more)}#reviews" : null));
    }
}
