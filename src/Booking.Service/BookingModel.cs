using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Calendars;
using Booking.Service.Coupons;
using Booking.Service.Doctors;
using Booking.Service.Gateways;
using Booking.Service.Intakes;
using Booking.Service.Metrics;
using Booking.Service.Notifications;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.Reviews;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Booking.Service.TimeZones;
using Booking.Service.Videos;
using Booking.Service.Waitlist;
using Booking.Service.Webhooks;

namespace Booking.Service;

/// <summary>Everything that is stored, in one place: a line a feature.</summary>
public static class BookingModel
{
    /// <param name="handlers">Gets a handler for each message of the model.</param>
    /// <param name="reminders">When patients are reminded; null: as by default.</param>
    public static StoreModel Create(OutboxHandlers handlers, ReminderPlan? reminders = null)
    {
        var model = new StoreModel();
        PatientsFeature.Model(model);
        DoctorsFeature.Model(model);
        GatewaysFeature.Model(model);
        SchedulesFeature.Model(model, handlers);
        SlotLocksFeature.Model(model);
        CouponsFeature.Model(model);
        IntakesFeature.Model(model);
        AvailabilityFeature.Model(model);
        AppointmentsFeature.Model(model, handlers);
        TimeZonesFeature.Model(model);
        PaymentsFeature.Model(model, handlers);
        ReviewsFeature.Model(model);
        VideosFeature.Model(model, handlers);
        CalendarsFeature.Model(model);
        WebhooksFeature.Model(model, handlers);
        WaitlistFeature.Model(model, handlers);
        NotificationsFeature.Model(model, handlers, reminders ?? ReminderPlan.Default);
        MetricsFeature.Model(model);
        return model;
    }
}
