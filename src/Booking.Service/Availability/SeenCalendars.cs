using Booking.Contracts;
using Booking.Service.Replicas;
using Booking.Service.Schedules;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>A doctor's calendar for whoever asks for it, be it as JSON or as a page.</summary>
public sealed class SeenCalendars(CalendarReader calendars, Reads reads, IClock clock)
{
    /// <param name="first">The viewer's first date.</param>
    /// <param name="last">The viewer's last date, included.</param>
    /// <param name="zone">The viewer's; null when they have none: then the dates are the doctor's.</param>
    /// <returns>Null when there is no such doctor, or none for this viewer.</returns>
    public async Task<DoctorCalendar?> Of(
        HttpContext http, DoctorId doctor, AppointmentType type, LocalDate first, LocalDate last, DateTimeZone? zone, HoldId? own, CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        // The doctor's zone is not known before the read; a day on each side covers any.
        var (begin, end) = zone is null ? (Utc(first.PlusDays(-1)), Utc(last.PlusDays(2))) : (LocalEdge.StartOfDay(first, zone), LocalEdge.StartOfDay(last.PlusDays(1), zone));
        var calendar = await reads.Run(http, (place, token) => calendars.Read(place, doctor, type, begin, end, now, own, token), ct);
        return calendar is not null && await MaySee(http, calendar.Facts) ? calendar : null;
    }

    /// <summary>A doctor whom ops have not verified is there for the clinic alone, as with <c>GET /api/doctors/{id}</c>.</summary>
    public static async ValueTask<bool> MaySee(HttpContext http, CalendarFacts facts) => facts.Verified || (await Caller.BindAsync(http)).ActsFor(facts.Doctor);

    static Instant Utc(LocalDate date) => date.AtMidnight().InUtc().ToInstant();
}
