using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <param name="Still">It does not renew itself: somebody stopped it.</param>
public sealed record OverviewModel(OverviewAnswer Now, bool Still);

/// <summary>All panels in small.</summary>
static class Overview
{
    public static void Map(IEndpointRouteBuilder console)
    {
        console.MapGet("", (bool? still, Viewer viewer, CancellationToken ct) => Get<OverviewPage>(still, viewer, ct));
        console.MapGet("/figures", (bool? still, Viewer viewer, CancellationToken ct) => Get<Figures>(still, viewer, ct));
    }

    static async Task<IResult> Get<TView>(bool? still, Viewer viewer, CancellationToken ct) where TView : View<OverviewModel>
    {
        var answer = await viewer.Api.Overview(ct);
        return answer.Body is { } now ? Show.Page<TView, OverviewModel>(new(now, still is true)) : Show.Wrong(answer.Problem);
    }
}
