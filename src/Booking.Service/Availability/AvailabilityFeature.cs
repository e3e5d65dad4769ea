using Booking.EventStore;
using Booking.Service.Doctors;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;

namespace Booking.Service.Availability;

/// <summary>What can be held now: two read models and their difference.</summary>
public static class AvailabilityFeature
{
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<OfferedSpans>().AddSingleton<CalendarReader>().AddSingleton<SeenCalendars>().AddSingleton<Alternatives>();
        builder.Services.AddSingleton<NextStarts>().AddSingleton<NextStartsKeeper>().AddHostedService(provider => provider.GetRequiredService<NextStartsKeeper>());
        builder.Services.AddSingleton(LiveLimits.Of(builder.Configuration)).AddSingleton<LiveCalendars>().AddSingleton<VisitorsOutside>().AddSingleton<NextGap>();
    }

    /// <summary>Whoever watches a doctor's calendar is told when something of it has changed.</summary>
    public static void Model(StoreModel model)
    {
        model.Announce(SlotLock.Category, static (_, _, after) => DoctorOf(after));
        model.Announce(Schedule.Category, static (_, _, after) => after.Doctor.Value);
        model.Announce(Doctor.Category, static (@event, _, after) => @event is DoctorVerified or DoctorPaused or DoctorResumed ? after.Id.Value : null);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        GetAvailability.Map(app);
        LiveAvailability.Map(app);
        GetWhy.Map(app);
        DaySheet.Map(app);
    }

    static Guid? DoctorOf(SlotState slot) => slot switch
    {
        SlotState.Held held => held.As.Doctor.Value,
        SlotState.Booked booked => booked.As.Doctor.Value,
        SlotState.Free free => free.Was?.Doctor.Value,
        _ => null,
    };
}
