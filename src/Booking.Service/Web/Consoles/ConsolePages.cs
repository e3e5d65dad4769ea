namespace Booking.Service.Web.Consoles;

/// <summary>What ops see: every queue, every projection, every event.</summary>
static class ConsolePages
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        var console = pages.MapGroup("/console").RequireAuthorization(Policies.Ops);
        Overview.Map(console);
        Activities.Map(console);
        Projections.Map(console);
        Outbox.Map(console);
        DeadLetterPages.Map(console);
        Money.Map(console);
        Streams.Map(console);
        Visits.Map(console);
        PastCalendars.Map(console);
        Standing.Map(console);
        Audits.Map(console);
        Judgements.Map(console);
    }
}
