namespace Booking.Service.Web.Holding;

/// <summary>From a held time to a booked and paid visit, for patients.</summary>
static class HoldingPages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        HoldTime.Map(pages);
        HoldAnyone.Map(pages);
        Held.Map(pages);
        KeepHeld.Map(pages);
        CheckAnswers.Map(pages);
        BookHeld.Map(pages);
        GoAndPay.Map(pages);
        Paid.Map(pages);
        Series.Map(pages);
    }
}
