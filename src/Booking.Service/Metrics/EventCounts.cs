using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Booking.Service.SlotLocks;
using Booking.Service.Waitlist;
using static Booking.Service.Metrics.BookingMeter;

namespace Booking.Service.Metrics;

/// <summary>Counts what has happened: committed events, in the process that wrote them. What was only tried is not counted here.</summary>
static class EventCounts
{
    public static void Model(StoreModel model) => model
        .Count(SlotLock.Category, static (@event, _, _, _) => Count(@event))
        .Count(Appointment.Category, Count)
        .Count(Payment.Category, Count)
        .Count(WaitingList.Category, static (@event, _, _, _) => Count(@event));

    static void Count(SlotEvent @event)
    {
        switch (@event)
        {
            case SlotHeld held:
                HoldsMade.Add(1, Tag("type", Wire.Name(held.Type)), Tag("via", held.Waiting is null ? "request" : "waitlist"));
                break;
            case SlotBooked:
                HoldsEnded.Add(1, Tag("how", "booked"));
                break;
            case HoldReleased:
                HoldsEnded.Add(1, Tag("how", "released"));
                break;
            case HoldExpired:
                HoldsEnded.Add(1, Tag("how", "expired"));
                break;
        }
    }

    static void Count(AppointmentEvent @event, EventMetadata metadata, AppointmentState before, AppointmentState after)
    {
        switch (@event)
        {
            case AppointmentRequested requested:
                Requested.Add(1, Tag("by", metadata.Actor.Role), Tag("provider", Wire.Name(requested.Provider)));
                break;
            case AppointmentConfirmed:
                Confirmed.Add(1, Tag("provider", Wire.Name(after.Provider)));
                if (metadata.Began is { } began)
                {
                    ConfirmDuration.Record((metadata.At - began).TotalSeconds, Tag("provider", Wire.Name(after.Provider)));
                }

                break;
            case AppointmentCancelled cancelled:
                Cancelled.Add(1, Tag("by", Word(cancelled.By)), Tag("code", cancelled.Code));
                break;
            case AppointmentRescheduled moved:
                Moved.Add(1, Tag("by", Word(moved.By)));
                break;
            case AppointmentCompleted:
                Closed.Add(1, Tag("how", "completed"));
                break;
            case AppointmentNoShow:
                Closed.Add(1, Tag("how", "no_show"));
                break;
            case AppointmentReinstated:
                Reinstated.Add(1);
                break;
        }
    }

    static void Count(PaymentEvent @event, EventMetadata metadata, PaymentState before, PaymentState after)
    {
        if (metadata.CausationId == Reconciler.Part)
        {
            ReconcilerFound.Add(1, Tag("event", JsonNamingPolicy.SnakeCaseLower.ConvertName(@event.GetType().Name)));
        }

        switch (@event)
        {
            case PaymentPaid paid:
                var provider = Tag("provider", Wire.Name(after.ProviderOf(paid.Reference)));
                Captured.Add(1, provider);
                if (before.Closed)
                {
                    Late.Add(1, provider);
                }

                break;
            case PaymentExpired:
                Expired.Add(1, Tag("provider", Wire.Name(after.Provider)));
                break;
            case DisputeOpened:
                Disputes.Add(1, Tag("provider", Wire.Name(after.Provider)));
                break;
            case AnomalyFound found:
                AnomaliesFound.Add(1, Tag("kind", Word(found.Kind)));
                break;
            case RefundRequested refund:
                RefundsRequested.Add(1, Tag("provider", Wire.Name(Of(after, refund.Number))), Tag("why", Word(refund.Why ?? RefundWhy.Cancellation)));
                break;
            case RefundSucceeded refund:
                RefundsSucceeded.Add(1, Tag("provider", Wire.Name(Of(after, refund.Number))));
                break;
            case RefundFailed refund:
                RefundsFailed.Add(1, Tag("provider", Wire.Name(Of(after, refund.Number))));
                break;
        }
    }

    static void Count(WaitlistEvent @event)
    {
        switch (@event)
        {
            case WaitlistJoined:
                WaitlistJoins.Add(1);
                break;
            case WaitlistOffered:
                WaitlistOffers.Add(1);
                break;
            case WaitlistOfferEnded ended:
                WaitlistOffersEnded.Add(1, Tag("how", Word(ended.How)));
                break;
        }
    }

    static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>Through whom a refund's money came.</summary>
    static PaymentProvider Of(PaymentState payment, int refund)
    {
        foreach (var known in payment.Refunds)
        {
            if (known.Number == refund)
            {
                return payment.ProviderOf(known.Capture);
            }
        }

        return payment.Provider;
    }
}
