namespace Booking.Service.Web.Desks;

/// <summary>The desk's and the doctor's day.</summary>
static class DeskPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
    }
}
