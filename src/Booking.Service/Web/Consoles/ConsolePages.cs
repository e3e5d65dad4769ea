namespace Booking.Service.Web.Consoles;

/// <summary>What ops see: every queue, every projection, every event.</summary>
static class ConsolePages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
    }
}
