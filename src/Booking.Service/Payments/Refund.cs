using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Decides what goes back. What the clinic may keep is the visit's to say; everything above it goes back, whatever led to it.</summary>
public static class Refund
{
    public static readonly Refusal TooMuch = new("refund-exceeds-payment", "That is more than what is left of the payment.");
    public static readonly Refusal NotPaid = new("payment-not-paid", "Nothing was paid yet.");

    public static readonly Refusal UnderWay = new("refund-under-way", "Money is on its way back already; say how much more is to go back.");

    static readonly long[] Steps = [10, 100, 1_000];

    /// <summary>
    /// Gives back what exceeds <paramref name="keep"/>. Money at the desk is refunded in the same step and waits there to be handed back.
    /// What failed to go back earlier is for people, and not tried again by itself.
    /// </summary>
    public static Decision<PaymentEvent> Excess(PaymentState payment, Money keep, RefundWhy why)
    {
        var excess = (payment.Remaining - payment.Stuck - keep).Amount;
        return excess <= 0 ? [] : [.. Of(payment, keep with { Amount = excess }, why)];
    }

    /// <summary>
    /// What is given back in place of an amount that the provider cannot give back exactly (of three digits the last must be zero): the next
    /// larger one, at most everything, so that the patient never has less than was granted.
    /// </summary>
    /// <param name="givesBack">Null: anything can be given back.</param>
    public static Money Payable(Money refund, Money captured, Func<Money, bool>? givesBack)
    {
        if (refund.IsZero || givesBack is null || givesBack(refund))
        {
            return refund;
        }

        foreach (var step in Steps)
        {
            var larger = refund with { Amount = (refund.Amount + step - 1) / step * step };
            if (larger.Amount < captured.Amount && givesBack(larger))
            {
                return larger;
            }
        }

        return captured;
    }

    /// <summary>The desk gives money back: of a visit that goes on, or once more what failed to go back.</summary>
    /// <param name="amount">Null: what is stuck, or else all that is left; never while other money is on its way, so that to ask twice gives back once.</param>
    public static Decision<PaymentEvent> ByDesk(PaymentState payment, Money? amount, byte[]? reason = null)
    {
        var (stuck, left) = (payment.Stuck, payment.Remaining);
        var back = amount ?? (stuck.IsZero ? left : stuck);
        return payment switch
        {
            { Captures.IsEmpty: true } => NotPaid,
            _ when amount is null && !payment.Refunding.IsZero => UnderWay,
            _ when back.Currency != left.Currency || back.Amount <= 0 || back.Amount > left.Amount => TooMuch,
            _ when stuck.Amount > 0 && back.Amount > stuck.Amount => TooMuch,
            _ => [.. Of(payment, back, stuck.Amount > 0 ? RefundWhy.Again : RefundWhy.Desk, reason)],
        };
    }

    /// <summary>What a provider says of one refund.</summary>
    public static Decision<PaymentEvent> Record(PaymentState payment, int number, RefundSnapshot found)
    {
        var refund = payment.Refunds.Single(r => r.Number == number);
        return (found.Status, refund.State) switch
        {
            (RefundStatus.Pending, RefundState.Requested) when found.Reference is { } reference => [new RefundAccepted(number, reference)],
            (RefundStatus.Succeeded, RefundState.Requested) when found.Reference is { } reference =>
                [new RefundAccepted(number, reference), new RefundSucceeded(number)],
            (RefundStatus.Succeeded, RefundState.Accepted) => [new RefundSucceeded(number)],
            (RefundStatus.Failed, not RefundState.Failed) => Failed(payment, refund, found.RawStatus),
            _ => [],
        };
    }

    /// <summary>It will not go back by itself: people have to see to it.</summary>
    public static Decision<PaymentEvent> Failed(PaymentState payment, PaymentRefund refund, string code)
    {
        var anomaly = RecordSnapshot.Anomaly(
            payment, AnomalyKind.RefundFailed, Anomalies.Subject(refund.Number), $"{refund.Amount.Amount} {refund.Amount.Currency} did not go back: {code}");
        return [.. RecordSnapshot.Numbered(payment, [new RefundFailed(refund.Number, code), .. anomaly])];
    }

    /// <summary>From the capture that came last backwards, so that what came too much goes back where it came from.</summary>
    static IEnumerable<PaymentEvent> Of(PaymentState payment, Money amount, RefundWhy why, byte[]? reason = null)
    {
        var (number, left) = (payment.Refunds.Length, amount.Amount);
        foreach (var capture in payment.Captures.Reverse())
        {
            var available = capture.As.Captured.Amount - payment.Refunds
                .Where(r => r.Capture == capture.Reference && r.State != RefundState.Failed).Sum(r => r.Amount.Amount);
            var part = Math.Min(available, left);
            if (part > 0)
            {
                left -= part;
                number++;
                yield return new RefundRequested(
                    number, amount with { Amount = part }, capture.Reference, why, capture.IsManual ? null : Operation(payment, number), reason);
                if (capture.IsManual)
                {
                    yield return new RefundSucceeded(number);
                }
            }
        }
    }

    static Guid Operation(PaymentState payment, int number) =>
        StreamId.Derive(payment.Payment.Payment.Value, string.Create(CultureInfo.InvariantCulture, $"refund/{number}")).Value;
}
