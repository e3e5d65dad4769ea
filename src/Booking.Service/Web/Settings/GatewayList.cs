using Booking.Contracts;
using Booking.Service.Payments;

namespace Booking.Service.Web.Settings;

/// <param name="Address">Where this service is reached from outside; notifications go below it.</param>
public sealed record GatewaysModel(Frame Frame, IReadOnlyList<GatewayItem> Accounts, Uri Address);

/// <summary>A doctor's accounts with payment providers: what is set, and nothing secret.</summary>
static class GatewayList
{
    public static void Map(IEndpointRouteBuilder pages) => pages.MapGet(Frame.Route + "/gateways", Get).RequireAuthorization(Policies.OpsOrDoctor);

    static async Task<IResult> Get(Guid id, Viewer viewer, CheckoutPages service, CancellationToken ct)
    {
        var (frame, accounts, problem) = await viewer.With(id, () => viewer.Api.Gateways(id, ct), ct);
        return problem is not null ? Show.Wrong(problem) : Show.Page<GatewaysPage, GatewaysModel>(new(frame!, accounts!.Value.Items, service.PublicAddress()));
    }
}
