using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Availability;

/// <summary>The slots that a viewer could hold now, under the viewer's own dates.</summary>
public static class GetAvailability
{
    /// <summary>How many dates one request may span.</summary>
    public const int MostDays = 62;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/doctors/{id}/availability", Get).RequireAuthorization(Policies.Anyone).Answers<AvailabilityAnswer>(200, 400, 404);

    static async Task<IResult> Get(
        Guid id, string from, string to, string? timeZone, string? type, HttpContext http, CalendarReader calendars, IClock clock, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var first = QueryFields.Date(errors, "from", from);
        var last = QueryFields.Date(errors, "to", to);
        var zone = QueryFields.Zone(errors, "timeZone", timeZone);
        var asked = QueryFields.Enum(errors, "type", type, AppointmentType.Standard);
        errors.Require(errors.Any || (first <= last && Period.DaysBetween(first, last) < MostDays), "to", $"must be from `from` on, at most {MostDays} days in all");
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var own = Guid.TryParse(http.Request.Headers["X-Hold"], out var hold) ? new HoldId(hold) : (HoldId?)null;
        var now = clock.GetCurrentInstant();
        // The doctor's zone is not known before the read; a day on each side covers any.
        var (begin, end) = zone is null ? (Utc(first.PlusDays(-1)), Utc(last.PlusDays(2))) : (zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant());
        var calendar = await calendars.Read(new(id), asked, begin, end, now, own, ct);
        return calendar is null ? Refusals.NotFound.Problem(http) : TypedResults.Ok(Answer(calendar, first, last, zone ?? calendar.Facts.Zone));
    }

    static AvailabilityAnswer Answer(DoctorCalendar calendar, LocalDate first, LocalDate last, DateTimeZone zone)
    {
        var days = new List<AvailableSlot>[Period.DaysBetween(first, last) + 1];
        for (var day = 0; day < days.Length; day++)
        {
            days[day] = [];
        }

        foreach (var (slot, mine) in calendar.Free(zone.AtStartOfDay(first).ToInstant(), zone.AtStartOfDay(last.PlusDays(1)).ToInstant()))
        {
            var local = slot.Start.InZone(zone).ToOffsetDateTime();
            days[Period.DaysBetween(first, local.Date)].Add(new(slot.Start, slot.End, local, mine));
        }

        foreach (var day in days)
        {
            day.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        }

        return new(calendar.Facts.Doctor.Value, zone.Id, [.. days.Select((slots, day) => new AvailableDay(first.PlusDays(day), slots))]);
    }

    static Instant Utc(LocalDate date) => date.AtMidnight().InUtc().ToInstant();
}
