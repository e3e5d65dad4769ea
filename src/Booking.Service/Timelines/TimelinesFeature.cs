namespace Booking.Service.Timelines;

/// <summary>What was: everything of one visit in order, and a calendar as patients saw it at a moment.</summary>
static class TimelinesFeature
{
    public static void Map(IEndpointRouteBuilder app)
    {
        GetTimeline.Map(app);
        GetPastAvailability.Map(app);
    }
}
