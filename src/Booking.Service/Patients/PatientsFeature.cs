using Booking.EventStore;

namespace Booking.Service.Patients;

/// <summary>Patients: what is stored, what is served.</summary>
public static class PatientsFeature
{
    public static void Add(IServiceCollection services) =>
        services.AddSingleton<PatientKeys>().AddSingleton<SearchKey>().AddSingleton<PatientDirectory>();

    public static void Model(StoreModel model)
    {
        model.Events
            .Add("patient_registered", EventJson.Default.PatientRegistered)
            .Add("patient_details_changed", EventJson.Default.PatientDetailsChanged)
            .Add("patient_notifications_changed", EventJson.Default.PatientNotificationsChanged)
            .Add("patient_erased", EventJson.Default.PatientErased);
        model.Project(Patient.Category, "patients", ["patients", "erasures"], PatientTables.Project, byStream: true);
        model.Refuse(PatientDirectory.EmailConstraint, PatientDirectory.EmailKnown);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        FindPatients.Map(app);
        OwnDetails.Map(app);
        GetPatient.Map(app);
    }
}
