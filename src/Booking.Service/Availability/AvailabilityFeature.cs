namespace Booking.Service.Availability;

/// <summary>What can be held now: two read models and their difference.</summary>
public static class AvailabilityFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<OfferedSpans>().AddSingleton<CalendarReader>().AddSingleton<Alternatives>().AddSingleton<NextAvailable>();

    public static void Map(IEndpointRouteBuilder app)
    {
        GetAvailability.Map(app);
        DaySheet.Map(app);
    }
}
