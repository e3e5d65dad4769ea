using Booking.Contracts;

namespace Booking.Service.Web.Consoles;

/// <summary>Events of the last hour, and how long commands take.</summary>
static class Activities
{
    public static void Map(IEndpointRouteBuilder console) => console.MapGet("/activity", Get);

    static async Task<IResult> Get(Viewer viewer, CancellationToken ct)
    {
        var answer = await viewer.Api.Activity(ct);
        return answer.Body is { } activity ? Show.Page<ActivityPage, ActivityAnswer>(activity) : Show.Wrong(answer.Problem);
    }
}
