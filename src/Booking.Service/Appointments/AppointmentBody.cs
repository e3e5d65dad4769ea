using Booking.Contracts;

namespace Booking.Service.Appointments;

/// <summary>A visit as clients see it, folded from its own stream alone.</summary>
public static class AppointmentBody
{
    /// <param name="caller">Sees the link of a confirmed visit when they are one of its two parties; null, as everybody else, sees none.</param>
    /// <param name="reason">Opened for who may read it; null elsewhere, so that no stored answer or list holds it.</param>
    public static AppointmentAnswer Of(AppointmentState state, Caller? caller = null, string? reason = null) =>
        Of(state, caller?.IsPartyOf(state.Visit.Doctor, state.Visit.Patient) is true, reason) with { PayBy = state.IsPending ? state.PayBy : null };

    /// <summary>With the link that only the parties see: for the read model, whose readers leave it out.</summary>
    public static AppointmentAnswer WithLink(AppointmentState state) => Of(state, showLink: true, reason: null);

    static AppointmentAnswer Of(AppointmentState state, bool showLink, string? reason)
    {
        var visit = state.Visit;
        return new(
            visit.Appointment.Value, state.Status, visit.Doctor.Value, visit.Patient.Value, visit.Start, visit.End, visit.TimeZone, visit.Type,
            visit.Price, visit.Discount, state.Due,
            visit.Payment is { } payment ? new(payment.Value, state.PaymentStatus!.Value, state.Provider, state.CheckoutUrl) : null,
            showLink && state.Status == AppointmentStatus.Confirmed ? state.MeetingLink : null, visit.Policy, reason, visit.Series?.Value,
            state.Cancelled is { } cancelled ? new(cancelled.By.OnTheWire(), cancelled.Fee, cancelled.Refund, cancelled.Rule) : null,
            state.Missed is { } missed ? new(missed.Fee, missed.Refund, missed.Rule) : null, IntakeComplete: state.Intake is not null);
    }
}
