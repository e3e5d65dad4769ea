using Booking.Contracts;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.Web.Desks;

/// <summary>All that the desk and the doctor know of a visit.</summary>
/// <param name="Form">What was sent last and refused; empty otherwise.</param>
/// <param name="ETag">Of the visit.</param>
/// <param name="Patient">Null when nothing is known of them any more.</param>
/// <param name="Payment">Null when nothing is due.</param>
/// <param name="OnTheDay">As it stands on the day sheet, with why it is flagged; null once it is cancelled.</param>
/// <param name="Cash">What waits to be handed back in cash; null when nothing does.</param>
public sealed record VisitModel(
    Form Form, AppointmentAnswer Visit, string? ETag, PatientItem? Patient, string DoctorName, PaymentAnswer? Payment, string? PaymentETag, IReadOnlyList<HistoryItem> History,
    IntakeAnswer? Intake, DaySlot? OnTheDay, CashToHandBack? Cash)
{
    public DateTimeZone Zone => Zones.Get(Visit.TimeZone);
    public LocalDate Date => Visit.Start.InZone(Zone).Date;
    public bool IsLive => Visit.Status is AppointmentStatus.PendingPayment or AppointmentStatus.Confirmed;
    public bool IsClosed => Visit.Status is AppointmentStatus.Completed or AppointmentStatus.NoShow;

    /// <summary>By the same bound as the interface's, from when the visit was closed last.</summary>
    public bool MayReopen(Instant now) => IsClosed
        && History.LastOrDefault(item => item.What is "appointment_completed" or "appointment_no_show") is { } closed && now - closed.When <= ReopenAppointment.Within;

    public bool WaitsForMoney => Visit.Status == AppointmentStatus.PendingPayment && Payment is not null;
    public Money? Left => Payment is { } payment && payment.Captured.Amount > payment.Refunded.Amount ? payment.Captured - payment.Refunded : null;
    public string Number => new AppointmentId(Visit.Id).Number();
}

/// <summary>One visit, as the desk and its doctor see it.</summary>
static class VisitPages
{
    public static void Map(IEndpointRouteBuilder pages) =>
        pages.MapGet("/desk/visits/{id}", (Guid id, Viewer viewer, CancellationToken ct) => Page(id, Form.Of(), viewer, StatusCodes.Status200OK, ct)).RequireAuthorization(Policies.DeskOrDoctor);

    /// <param name="form">With what was refused.</param>
    public static async Task<IResult> Page(Guid id, Form form, Viewer viewer, int status, CancellationToken ct)
    {
        var api = viewer.Api;
        var (asked, history, intake) = (api.Appointment(id, ct: ct), api.History(id, ct), api.Intake(id, ct));
        await Task.WhenAll(asked, history, intake);
        var answer = await asked;
        if (answer.Problem is { } problem)
            return Show.Wrong(problem);
        var visit = answer.Value;
        if (!viewer.Caller.ActsFor(new(visit.DoctorId)))
            return Show.NotFound();
        var date = visit.Start.InZone(Zones.Get(visit.TimeZone)).Date;
        var (patient, doctor, day) = (api.Patient(visit.PatientId, ct), api.Doctor(visit.DoctorId, ct), api.DaySheet(visit.DoctorId, date, ct));
        var payment = visit.Payment is { } due ? api.Payment(due.Id, ct) : null;
        await Task.WhenAll(patient, doctor, day, payment ?? Task.CompletedTask);
        var money = payment is null ? null : await payment;
        return Show.Page<VisitPage, VisitModel>(
            new(form, visit, answer.ETag, patient.Result.Body, doctor.Result.Body?.FullName ?? "", money?.Body, money?.ETag, history.Result.Body?.Items ?? [], intake.Result.Body,
                day.Result.Body?.Slots.FirstOrDefault(slot => slot.AppointmentId == id), day.Result.Body?.CashToHandBack.FirstOrDefault(cash => cash.AppointmentId == id)),
            status);
    }
}
