using Booking.Contracts;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>The first standard start that a patient could hold now.</summary>
public sealed class NextAvailable(CalendarReader calendars, IClock clock)
{
    static readonly Duration Near = Duration.FromDays(7);

    /// <returns>Null when there is none within the horizon.</returns>
    public async Task<Instant?> Of(DoctorId doctor, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        return await First(doctor, now, now + Near, ct) ?? await First(doctor, now, now + Duration.FromDays(BookingRules.MostHorizonDays + 2), ct);
    }

    async Task<Instant?> First(DoctorId doctor, Instant now, Instant to, CancellationToken ct)
    {
        var calendar = await calendars.Read(doctor, AppointmentType.Standard, now, to, now, own: null, ct);
        return calendar?.Free(now, to).Select(free => (Instant?)free.Slot.Start).FirstOrDefault();
    }
}
