using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Booking.Service.TimeZones;
using NodaTime;

namespace Booking.Service.Webhooks;

/// <summary>An event that integrators are told of has happened.</summary>
/// <param name="Event">Its id, from which the <c>webhook-id</c> is made.</param>
/// <param name="Type">One of <see cref="WebhookTypes"/>.</param>
/// <param name="Version">Its place in its stream.</param>
public sealed record PublishEvent(Guid Event, string Type, StreamId Stream, long Version, DoctorId Doctor, Instant At);

/// <summary>Which events integrators are told of, and as what. The message lies in the outbox with the event or not at all.</summary>
static class WebhookReactions
{
    public static IEnumerable<Message> Of(AppointmentEvent @event, EventMetadata metadata, AppointmentState after)
    {
        var type = @event switch
        {
            AppointmentRequested => WebhookTypes.Requested,
            AppointmentConfirmed => WebhookTypes.Confirmed,
            AppointmentRescheduled or AppointmentTimeMovedByLaw { Conflict: null } => WebhookTypes.Rescheduled,
            AppointmentCancelled => WebhookTypes.Cancelled,
            AppointmentCompleted => WebhookTypes.Completed,
            AppointmentNoShow => WebhookTypes.NoShow,
            AppointmentRefunded => WebhookTypes.Refunded,
            _ => null,
        };
        return type is null ? [] : Publish(type, metadata, after.Visit.Doctor);
    }

    public static IEnumerable<Message> Of(PaymentEvent @event, EventMetadata metadata, PaymentState after) => @event switch
    {
        PaymentPaid => Publish(WebhookTypes.PaymentPaid, metadata, after.Payment.Doctor),
        RefundSucceeded => Publish(WebhookTypes.PaymentRefunded, metadata, after.Payment.Doctor),
        ProcessingFailed when after.IsWaiting => Publish(WebhookTypes.PaymentFailed, metadata, after.Payment.Doctor),
        CheckoutFailed or CheckoutClosed when after.Status == PaymentStatus.Failed => Publish(WebhookTypes.PaymentFailed, metadata, after.Payment.Doctor),
        _ => [],
    };

    /// <summary>In no order with anything: a mail server that is away keeps no integrator waiting.</summary>
    static Message[] Publish(string type, EventMetadata metadata, DoctorId doctor) =>
        [new(new PublishEvent(metadata.Id, type, metadata.Stream, metadata.Version, doctor, metadata.At), Parks: false, KeepsOrder: false)];
}
