namespace Booking.Service.Web.Visiting;

/// <summary>A patient's visits: from the confirmation to the review.</summary>
static class VisitingPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
    }
}
