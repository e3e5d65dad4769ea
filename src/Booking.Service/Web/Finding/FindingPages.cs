namespace Booking.Service.Web.Finding;

/// <summary>From the directory to a doctor and their free times, for anyone.</summary>
static class FindingPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        Start.Map(pages);
        Directory.Map(pages);
        OneDoctor.Map(pages);
        Calendar.Map(pages);
    }
}
