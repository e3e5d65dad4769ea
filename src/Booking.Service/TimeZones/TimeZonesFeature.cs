using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Schedules;

namespace Booking.Service.TimeZones;

/// <summary>When the law moves the clock: what is stored, what follows, what is served.</summary>
public static class TimeZonesFeature
{
    public static void Add(IServiceCollection services) => services.AddSingleton<JudgeDoctor>()
        .AddSingleton<ApplyTimeZones>().AddHostedService(provider => provider.GetRequiredService<ApplyTimeZones>());

    /// <summary>After the appointments' own, whose rows it stands beside.</summary>
    public static void Model(StoreModel model)
    {
        model.Events.Add("appointment_time_moved_by_law", EventJson.Default.AppointmentTimeMovedByLaw);
        string[] tables = ["promised_times", "time_zone_runs", "time_zone_visits"];
        model.Project(Appointment.Category, "time_zones", tables, TimeZoneTables.Project);
        model.Project(Schedule.Category, "time_zones", tables, TimeZoneTables.Project);
        model.Refuse(DoctorClaims.Rule, DoctorClaims.Changed);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        GetTimeZones.Map(app);
        OrderTimeZones.Map(app);
    }
}
