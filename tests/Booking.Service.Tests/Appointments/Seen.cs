using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Tests.Appointments;

/// <summary>A patient whom a doctor has seen.</summary>
static class Seen
{
    /// <summary>Confirmed at that time, which is over now, and completed.</summary>
    public static async Task<AppointmentAnswer> By(Clinic clinic, BookingClient patient, Instant start)
    {
        var visit = await clinic.Confirmed(patient, start);
        if (clinic.Service.Now < visit.End)
            await clinic.Service.AdvanceTo(visit.End);
        return (await clinic.Service.Desk().Complete(visit.Id)).Value;
    }
}
