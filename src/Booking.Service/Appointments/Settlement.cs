using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Payments;

namespace Booking.Service.Appointments;

/// <summary>
/// Keeps visit and money in agreement: whatever has happened to the one, the other follows in the same transaction. What the clinic
/// holds beyond what the visit lets it keep goes back.
/// </summary>
public static class Settlement
{
    /// <summary>After money came in, went back or failed to.</summary>
    public static void AfterMoney(VisitUnit streams)
    {
        var money = streams.Money!;
        if (money.State.Remaining.Amount >= streams.Visit.State.Due.Amount && !money.State.Captures.IsEmpty)
        {
            Confirm(streams);
        }

        if (!streams.Visit.State.IsPending)
        {
            streams.Append(Refund.Excess(money.State, Keeps(streams.Visit.State, money.State), RefundWhy.Surplus));
        }

        Follow(streams);
    }

    /// <summary>After the visit was called off.</summary>
    public static void AfterEnd(VisitUnit streams, AppointmentCancelled cancelled)
    {
        if (streams.Money is not { } money)
        {
            return;
        }

        streams.Append(money.State.IsWaiting ? [new PaymentExpired()] : Refund.Excess(money.State, cancelled.Fee, RefundWhy.Cancellation));
        Follow(streams);
    }

    /// <summary>What shows of the payment in the visit is an event of the visit, too.</summary>
    public static void Follow(VisitUnit streams)
    {
        var (visit, money) = (streams.Visit.State, streams.Money!.State);
        var changed = new AppointmentPaymentChanged(
            money.Status, money.Current?.Url, money.Provider == visit.Provider ? null : money.Provider, money.GivenBack == visit.GivenBack ? null : money.GivenBack);
        if (changed != new AppointmentPaymentChanged(visit.PaymentStatus!.Value, visit.CheckoutUrl))
        {
            streams.Append([changed]);
        }

        streams.Append(Granted(streams.Visit.State, money));
    }

    /// <summary>A visit is refunded when, and as long as, everything that its cancellation granted has arrived.</summary>
    public static Decision<AppointmentEvent> Granted(AppointmentState visit, PaymentState money)
    {
        if (visit.Cancelled is not { Refund.IsZero: false } cancelled)
        {
            return [];
        }

        var arrived = money.Refunds
            .Where(r => r.State == RefundState.Succeeded)
            .Sum(r => r.Why is RefundWhy.Cancellation or RefundWhy.Again ? r.Amount.Amount : r.Mends.Amount) >= cancelled.Refund.Amount;
        return (arrived, visit.Status) switch
        {
            (true, AppointmentStatus.Cancelled) => [new AppointmentRefunded()],
            (false, AppointmentStatus.Refunded) => [new AppointmentRefundFailed()],
            _ => [],
        };
    }

    /// <summary>What the clinic may keep once the visit has followed: a gift that failed to go back is the clinic's again, and not a surplus.</summary>
    static Money Keeps(AppointmentState visit, PaymentState money) => visit.Kept! - (money.GivenBack - visit.GivenBack!);

    static void Confirm(VisitUnit streams)
    {
        var visit = streams.Visit.State;
        if (visit.IsPending)
        {
            streams.Append([new AppointmentConfirmed(visit.Due)]);
        }
        else if (visit.IsLapsed && streams.ReclaimSlot() is { } hold)
        {
            streams.Append([new AppointmentReinstated(hold), new AppointmentConfirmed(visit.Due)]);
        }
    }
}
