using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>Whether what is due for a visit can be paid as asked, and until when.</summary>
static class Payable
{
    /// <param name="due">Less a coupon's discount.</param>
    /// <returns>The deadline, or why not; neither when nothing is due, whatever the provider.</returns>
    public static (Instant? PayBy, Refusal? Refusal) Until(Money due, Instant start, RequestAppointment.Command request)
    {
        if (due.IsZero)
        {
            return (null, null);
        }

        var deadline = Deadline(start, request);
        return (deadline, Refused(due, request) ?? (deadline is null ? RequestAppointment.TooLate : null));
    }

    static Refusal? Refused(Money due, RequestAppointment.Command request) =>
        request.Account is not { } account ? RequestAppointment.NoGateway
        : (account.Currency is { } currency && currency != due.Currency) || !request.Gateway.Takes(due) ? RequestAppointment.NotPayable
        : null;

    static Instant? Deadline(Instant start, RequestAppointment.Command request) => request.Gateway.Capabilities.HasPage
        ? CheckoutPages.Deadline(request.Gateway.Capabilities, request.Calendar.Rules.PaymentMinutes, request.PayUntil ?? start, request.Now)
        : request.PayUntil ?? Instant.Min(request.Now + Duration.FromHours(request.Calendar.Rules.ManualPaymentHours), start);
}
