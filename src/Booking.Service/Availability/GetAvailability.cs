using Booking.Contracts;
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
        Guid id, string from, string to, string? timeZone, string? type, HttpContext http, SeenCalendars calendars, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var (first, last, zone, asked) = Read(errors, from, to, timeZone, type);
        if (errors.Any)
        {
            return Problems.Invalid(http, errors.ToDictionary());
        }

        var own = Guid.TryParse(http.Request.Headers["X-Hold"], out var hold) ? new HoldId(hold) : (HoldId?)null;
        if (await calendars.Of(http, new(id), asked, first, last, zone, own, ct) is not { } calendar)
        {
            return Refusals.NotFound.Problem(http);
        }

        http.Response.ContentType = "application/json; charset=utf-8";
        AvailabilityWriter.Write(http.Response.BodyWriter, calendar, first, last, zone ?? calendar.Facts.Zone);
        await http.Response.BodyWriter.FlushAsync(ct);
        return Results.Empty;
    }

    /// <summary>What both this question and the live one are asked with.</summary>
    /// <returns>The zone is null when none was asked for: then the dates are the doctor's.</returns>
    public static (LocalDate First, LocalDate Last, DateTimeZone? Zone, AppointmentType Type) Read(
        FieldErrors errors, string from, string to, string? timeZone, string? type)
    {
        var first = QueryFields.Date(errors, "from", from);
        var last = QueryFields.Date(errors, "to", to);
        var zone = QueryFields.Zone(errors, "timeZone", timeZone);
        var asked = QueryFields.Enum(errors, "type", type, AppointmentType.Standard);
        errors.Require(errors.Any || (first <= last && Period.DaysBetween(first, last) < MostDays), "to", $"Must be from `from` on, at most {MostDays} days in all.");
        return (first, last, zone, asked);
    }
}
