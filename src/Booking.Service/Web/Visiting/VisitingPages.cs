namespace Booking.Service.Web.Visiting;

/// <summary>A patient's visits: from the confirmation to the review.</summary>
static class VisitingPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        ListVisits.Map(pages);
        SeeVisit.Map(pages);
        PayAgain.Map(pages);
        MovePages.Map(pages);
        CancelPages.Map(pages);
        IntakePages.Map(pages);
        ReviewPages.Map(pages);
        WaitlistPages.Map(pages);
        FeedPages.Map(pages);
        PapersOfVisit.Map(pages);
    }
}
