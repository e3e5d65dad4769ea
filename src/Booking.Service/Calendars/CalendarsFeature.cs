using Booking.EventStore;

namespace Booking.Service.Calendars;

/// <summary>Visits in people's own calendars: what is stored, what is served.</summary>
public static class CalendarsFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<CalendarHost>().AddSingleton<VisitCalendar>();

    public static void Model(StoreModel model) => ManageFeeds.Model(model);

    public static void Map(IEndpointRouteBuilder app)
    {
        GetCalendar.Map(app);
        ManageFeeds.Map(app);
        DoctorFeeds.Map(app);
        ReadFeed.Map(app);
    }
}
