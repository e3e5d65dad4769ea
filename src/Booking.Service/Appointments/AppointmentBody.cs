using Booking.Contracts;

namespace Booking.Service.Appointments;

/// <summary>A visit as clients see it, folded from its own stream alone.</summary>
public static class AppointmentBody
{
    /// <param name="reason">Opened for who may read it; null elsewhere, so that no stored answer or list holds it.</param>
    public static AppointmentAnswer Of(AppointmentState state, string? reason = null)
    {
        var visit = state.Visit;
        return new(
            visit.Appointment.Value, state.Status, visit.Doctor.Value, visit.Patient.Value, visit.Start, visit.End, visit.TimeZone, visit.Type,
            visit.Price, visit.Discount, state.Due,
            visit.Payment is { } payment ? new(payment.Value, state.PaymentStatus!.Value, state.Provider, state.CheckoutUrl) : null,
            state.Status == AppointmentStatus.Confirmed ? state.MeetingLink : null, visit.Policy, reason, visit.Series?.Value);
    }
}
