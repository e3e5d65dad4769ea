using Booking.EventStore;
using Booking.EventStore.Outbox;

namespace Booking.Service.Appointments;

/// <summary>Visits: what is stored, what follows, what is served.</summary>
public static class AppointmentsFeature
{
    public static void Add(IServiceCollection services) => services
        .AddSingleton<PatientOfRequest>().AddSingleton<CloseUnpaid>()
        .AddSingleton(provider => Terms.Of(provider.GetRequiredService<IConfiguration>()));

    public static void Model(StoreModel model, OutboxHandlers handlers)
    {
        model.Events
            .Add("appointment_requested", EventJson.Default.AppointmentRequested)
            .Add("appointment_confirmed", EventJson.Default.AppointmentConfirmed)
            .Add("appointment_rescheduled", EventJson.Default.AppointmentRescheduled)
            .Add("appointment_completed", EventJson.Default.AppointmentCompleted)
            .Add("appointment_no_show", EventJson.Default.AppointmentNoShow)
            .Add("appointment_reopened", EventJson.Default.AppointmentReopened)
            .Add("appointment_link_changed", EventJson.Default.AppointmentLinkChanged)
            .Add("appointment_intake_completed", EventJson.Default.AppointmentIntakeCompleted)
            .Add("appointment_cancelled", EventJson.Default.AppointmentCancelled)
            .Add("appointment_payment_changed", EventJson.Default.AppointmentPaymentChanged)
            .Add("appointment_deadline_moved", EventJson.Default.AppointmentDeadlineMoved)
            .Add("appointment_reinstated", EventJson.Default.AppointmentReinstated)
            .Add("appointment_refunded", EventJson.Default.AppointmentRefunded)
            .Add("appointment_refund_failed", EventJson.Default.AppointmentRefundFailed);
        model.Messages.Add("close_unpaid_visit", EventJson.Default.CloseUnpaidVisit);
        model.Project(Appointment.Category, "appointments", ["appointments"], AppointmentTables.Project, byStream: true);
        model.Project(Appointment.Category, "patient_claims", ["patient_claims"], PatientClaims.Project, byStream: true, guards: ["patient_claims"]);
        // Decided again on what the winner left, which says what the loser is told.
        model.Conflict(PatientClaims.Constraint);
        // The desk sees a visit change, and who watches the calendar that its time may have come free.
        model.Announce(Appointment.Category, static (_, _, after) => after.Requested?.Doctor.Value);
        model.React(Appointment.Category, React);
        handlers.Handle<CloseUnpaidVisit>(CloseUnpaid.Handle, maxAttempts: 20);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        Terms.Map(app);
        RequestAppointment.Map(app);
        WalkIn.Map(app);
        BookSeries.Map(app);
        GetAppointment.Map(app);
        ListAppointments.Map(app);
        CancelAppointment.Map(app);
        RescheduleAppointment.Map(app);
        CompleteAppointment.Map(app);
        MissAppointment.Map(app);
        ReopenAppointment.Map(app);
    }

    static IEnumerable<Message> React(AppointmentEvent @event, EventMetadata metadata, AppointmentState after) => @event switch
    {
        AppointmentRequested { PayBy: { } deadline, Appointment: var id } => [new Message(new CloseUnpaidVisit(id), DeliverAt: deadline)],
        AppointmentDeadlineMoved moved => [new Message(new CloseUnpaidVisit(after.Visit.Appointment), DeliverAt: moved.PayBy)],
        _ => [],
    };
}
