using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Booking.Service.TimeZones;

namespace Booking.Service.Webhooks;

/// <summary>Makes the body of a webhook from its event and the stream as that event left it, so that each attempt sends the same bytes.</summary>
sealed class WebhookBody(StreamStore store)
{
    /// <exception cref="InvalidOperationException">There is no such event.</exception>
    public async Task<byte[]> Of(string type, StreamId stream, long version, CancellationToken ct)
    {
        var events = await store.DataSource.ReadStream(stream, version: version, ct: ct);
        if (events.Count == 0 || events[^1].Metadata.Version != version)
        {
            throw new InvalidOperationException($"Stream {stream} has no event {version}.");
        }

        var read = events.Select(e => store.Model.Events.Read(e.Type, e.Json)).ToList();
        var at = events[^1].Metadata.At;
        return events[0].Category == Appointment.Category.Name
            ? JsonSerializer.SerializeToUtf8Bytes(new WebhookEvent<VisitEventData>(type, at, Visit([.. read.Cast<AppointmentEvent>()])), ContractsJson.Options)
            : JsonSerializer.SerializeToUtf8Bytes(new WebhookEvent<PaymentEventData>(type, at, Money([.. read.Cast<PaymentEvent>()])), ContractsJson.Options);
    }

    static VisitEventData Visit(List<AppointmentEvent> events)
    {
        var before = events.Take(events.Count - 1).Aggregate(Appointment.Category.Initial, Appointment.Category.Evolve);
        var state = Appointment.Category.Evolve(before, events[^1]);
        var visit = state.Visit;
        var (code, fee, refund) = events[^1] switch
        {
            AppointmentCancelled cancelled => (cancelled.Code, cancelled.Fee, cancelled.Refund),
            AppointmentNoShow missed => ((string?)null, (Money?)missed.Fee, (Money?)missed.Refund),
            _ => (null, null, null),
        };
        return new(
            visit.Appointment.Value, visit.Doctor.Value, visit.Patient.Value, state.Status, visit.Start, visit.End, visit.TimeZone, visit.Type, state.Due,
            visit.Payment?.Value, events[^1] is AppointmentRescheduled or AppointmentTimeMovedByLaw ? before.Visit.Start : null, code, fee, refund);
    }

    static PaymentEventData Money(List<PaymentEvent> events)
    {
        var state = events.Aggregate(Payment.Category.Initial, Payment.Category.Evolve);
        var amount = events[^1] switch
        {
            PaymentPaid paid => paid.Captured,
            RefundSucceeded refund => state.Refunds[refund.Number - 1].Amount,
            _ => null,
        };
        var payment = state.Payment;
        return new(
            payment.Payment.Value, payment.Appointment.Value, payment.Doctor.Value, state.Provider, state.Status, payment.Amount, amount, state.Captured, state.Refunded);
    }
}
