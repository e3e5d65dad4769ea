using System.Text;
using Booking.Contracts;
using Booking.Service.Appointments;
using Npgsql;

namespace Booking.Service.Calendars;

/// <summary>One visit as a file for the caller's calendar.</summary>
public static class GetCalendar
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/appointments/{id}/calendar.ics", Get).RequireAuthorization(Policies.SignedIn)
            .Produces<string>(StatusCodes.Status200OK, "text/calendar").Produces<Problem>(StatusCodes.Status404NotFound, "application/problem+json");

    static async Task<IResult> Get(Guid id, Caller caller, VisitCalendar calendar, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row)
            || await calendar.Find(row.Id, Reader(caller, row), ct) is not { } found)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        caller.Http.Response.Headers.ETag = ETags.Of(found.Version);
        return TypedResults.File(
            Encoding.UTF8.GetBytes(CalendarFile.Write(found.Entry)), CalendarFile.MediaType, $"appointment-{row.Id.Number()}.ics");
    }

    static CalendarReader Reader(Caller caller, AppointmentRow row) =>
        caller.PatientId == row.Patient ? CalendarReader.Patient : caller.DoctorId == row.Doctor ? CalendarReader.Doctor : CalendarReader.Desk;
}
