namespace Booking.Service.Web.Desks;

/// <summary>The desk's and the doctor's day.</summary>
static class DeskPages
{
    public static void Add(IServiceCollection services) => services.AddSingleton<DeskWatchers>();

    public static void Map(IEndpointRouteBuilder pages)
    {
        Desk.Map(pages);
        LiveDesk.Map(pages);
        DayPages.Map(pages);
        WeekPages.Map(pages);
        PhoneBooking.Map(pages);
        WalkInPage.Map(pages);
        VisitPages.Map(pages);
        VisitChanges.Map(pages);
        CancelPages.Map(pages);
        MovePages.Map(pages);
        WhyPages.Map(pages);
        BlockPages.Map(pages);
        SickDay.Map(pages);
        PatientPages.Map(pages);
        WaitlistPages.Map(pages);
    }
}
