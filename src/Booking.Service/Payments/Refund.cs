using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Payments;

/// <summary>What happens to a visit's money when the visit is cancelled.</summary>
public static class Refund
{
    /// <summary>An open payment closes; money at the desk is refunded in the same transaction and waits there to be handed back.</summary>
    public static Decision<PaymentEvent> OnCancel(PaymentState payment, Money refund)
    {
        if (payment.Status == PaymentStatus.Pending)
        {
            return [new PaymentExpired()];
        }

        var number = payment.Refunds.Length + 1;
        return refund.IsZero ? [] : [new RefundRequested(number, refund), new RefundSucceeded(number)];
    }
}
