using Booking.EventStore;

namespace Booking.Service.Doctors;

/// <summary>Doctors: what is stored, what is served.</summary>
public static class DoctorsFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<DirectoryWays>().AddSingleton<DirectoryRows>().AddSingleton<WithNextStart>();

    public static void Model(StoreModel model)
    {
        model.Events
            .Add("doctor_registered", EventJson.Default.DoctorRegistered)
            .Add("doctor_profile_changed", EventJson.Default.DoctorProfileChanged)
            .Add("doctor_fees_changed", EventJson.Default.DoctorFeesChanged)
            .Add("doctor_policy_changed", EventJson.Default.DoctorPolicyChanged)
            .Add("doctor_verified", EventJson.Default.DoctorVerified)
            .Add("doctor_paused", EventJson.Default.DoctorPaused)
            .Add("doctor_resumed", EventJson.Default.DoctorResumed);
        model.Project(Doctor.Category, "directory", ["doctors"], DoctorTables.ProjectDirectory);
        model.Project(Doctor.Category, "calendar", ["calendars", "offered_slots"], DoctorTables.ProjectCalendar);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        RegisterDoctor.Map(app);
        DoctorSwitches.Map(app);
        GetDoctor.Map(app);
        ListDoctors.Map(app);
        ListRegistered.Map(app);
    }
}
