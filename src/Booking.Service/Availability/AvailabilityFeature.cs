namespace Booking.Service.Availability;

/// <summary>What can be held now: two read models and their difference.</summary>
public static class AvailabilityFeature
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<OfferedSpans>().AddSingleton<CalendarReader>().AddSingleton<Alternatives>();
        services.AddSingleton<NextStarts>().AddSingleton<NextStartsKeeper>().AddHostedService(provider => provider.GetRequiredService<NextStartsKeeper>());
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        GetAvailability.Map(app);
        DaySheet.Map(app);
    }
}
