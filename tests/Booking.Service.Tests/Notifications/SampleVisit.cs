using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Notifications;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Tests.Notifications;

/// <summary>One visit that letters can be written about without a database.</summary>
static class SampleVisit
{
    static readonly DoctorId Doctor = new(new("11111111-1111-4111-8111-111111111111"));
    public static readonly AppointmentId Id = new(new("0197a3f0-1c2b-7000-8000-0123456789ab"));
    static readonly Money Price = new(20_000, "USD");

    public static AppointmentState Pending(Instant start) => Fold(Appointment.Category.Initial, Requested(start));

    public static AppointmentState Confirmed(Instant start) => Fold(Pending(start), new AppointmentConfirmed(Price, "https://meet.example/room?a=1&b=2"));

    public static AppointmentState Fold(AppointmentState state, params AppointmentEvent[] events) => events.Aggregate(state, Appointment.Category.Evolve);

    public static AppointmentRescheduled Moved(Party by, Instant to) => new(
        by, new(Guid.Empty), SlotLock.Id(Doctor, to), to, to + Duration.FromMinutes(30), to.InZone(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).LocalDateTime, "Europe/Berlin",
        "2026a", MostRefund: 100, Reason: null);

    public static AppointmentCancelled Cancelled(Party by, long refund, long fee, string code = "cancelled") =>
        new(by, code, new(fee, "USD"), new(refund, "USD"), "as shown", Reason: null);

    /// <summary>The story of the last event; a letter is then written as at that moment.</summary>
    public static VisitStory Story(AppointmentState before, AppointmentEvent told)
    {
        var then = Fold(before, told);
        return new(before, then, then, told);
    }

    static AppointmentRequested Requested(Instant start) => new(
        Id, Doctor, new(Guid.Empty), new(Guid.Empty), SlotLock.Id(Doctor, start), start, start + Duration.FromMinutes(30),
        start.InZone(DateTimeZoneProviders.Tzdb["Europe/Berlin"]).LocalDateTime, "Europe/Berlin", "2026a", AppointmentType.Standard, Price, new(0, "USD"), Policy: null,
        PaymentProvider.Stripe, new PaymentId(Guid.Empty), start - Duration.FromHours(2), Reason: null);
}
