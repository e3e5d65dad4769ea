using System.Text;
using Booking.Contracts;
using Booking.Service.Appointments;

namespace Booking.Service.Web.Visiting;

/// <summary>What can be taken away from a visit, or made ready for it: its calendar file, its receipt, and a look at camera and microphone.</summary>
static class PapersOfVisit
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/visits/{id:guid}/calendar.ics", Calendar).RequireAuthorization(Policies.SignedIn);
        pages.MapGet("/visits/{id:guid}/receipt", Receipt).RequireAuthorization(Policies.SignedIn);
        pages.MapGet("/visits/{id:guid}/device", Device).RequireAuthorization(Policies.SignedIn);
    }

    static async Task<IResult> Calendar(Guid id, Viewer viewer, CancellationToken ct)
    {
        var file = await viewer.Api.Calendar(id, ct);
        return file.Body is { } text
            ? TypedResults.File(Encoding.UTF8.GetBytes(text), Calendars.CalendarFile.MediaType, $"appointment-{new AppointmentId(id).Number()}.ics")
            : Show.Wrong(file.Problem);
    }

    static async Task<IResult> Receipt(Guid id, Viewer viewer, CancellationToken ct)
    {
        var receipt = await viewer.Api.Receipt(id, ct);
        return receipt.Body is { } paid ? Show.Page<ReceiptOfVisitPage, ReceiptAnswer>(paid) : Show.Wrong(receipt.Problem);
    }

    static async Task<IResult> Device(Guid id, Viewer viewer, CancellationToken ct)
    {
        var visit = await viewer.Api.Appointment(id, ct: ct);
        viewer.Http.Response.Headers["Permissions-Policy"] = "camera=(self), microphone=(self)";
        return visit.Body is { } found ? Show.Page<DevicePage, AppointmentAnswer>(found) : Show.Wrong(visit.Problem);
    }
}
