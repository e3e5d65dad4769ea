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

        // Before the surplus goes back: what was given freely is seen against what there was.
        var kept = Kept(streams.Visit.State, money.State);
        streams.Append(Refund.Excess(money.State, kept, RefundWhy.Surplus));
        Follow(streams, kept);
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

    /// <summary>After the patient did not come. Only the payment changes: a missed visit stays missed when its refund has arrived.</summary>
    public static void AfterNoShow(VisitUnit streams, AppointmentNoShow missed)
    {
        if (streams.Money is { } money)
        {
            streams.Append(Refund.Excess(money.State, missed.Fee, RefundWhy.NoShow));
            Follow(streams);
        }
    }

    /// <summary>What shows of the payment in the visit is an event of the visit, too.</summary>
    public static void Follow(VisitUnit streams) => Follow(streams, Kept(streams.Visit.State, streams.Money!.State));

    static void Follow(VisitUnit streams, Money kept)
    {
        var (visit, money) = (streams.Visit.State, streams.Money!.State);
        var changed = new AppointmentPaymentChanged(
            money.Status, money.Current?.Url, money.Provider == visit.Provider ? null : money.Provider,
            money.GivenBack == visit.GivenBack ? null : money.GivenBack, kept == visit.Kept ? null : kept);
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

        var arrived = money.Refunds.Where(r => r is { State: RefundState.Succeeded, Why: RefundWhy.Cancellation }).Sum(r => r.Amount.Amount);
        return (arrived + Mended(money) >= cancelled.Refund.Amount, visit.Status) switch
        {
            (true, AppointmentStatus.Cancelled) => [new AppointmentRefunded()],
            (false, AppointmentStatus.Refunded) => [new AppointmentRefundFailed()],
            _ => [],
        };
    }

    /// <summary>What arrived in place of a cancellation's refund that failed: what else had failed, such as a no-show's share, was owed before.</summary>
    static long Mended(PaymentState money)
    {
        var mended = money.Refunds.Where(r => r.State == RefundState.Succeeded).Sum(r => r.Why == RefundWhy.Again ? r.Amount.Amount : r.Mends.Amount);
        var others = money.Refunds.Where(r => r is { State: RefundState.Failed, Why: RefundWhy.NoShow or RefundWhy.Surplus }).Sum(r => r.Amount.Amount);
        return Math.Max(0, mended - others);
    }

    /// <summary>
    /// What the clinic may keep once the visit has followed. What was given freely takes from it only what would not have gone back anyway;
    /// a gift that failed to go back is the clinic's again, and not a surplus.
    /// </summary>
    public static Money Kept(AppointmentState visit, PaymentState money)
    {
        var (kept, given) = (visit.Kept!, (money.GivenBack - visit.GivenBack!).Amount);
        var owed = given > 0 ? Math.Max(0, (money.Remaining - money.Stuck - kept).Amount + given) : 0;
        return kept with { Amount = given > 0 ? kept.Amount - Math.Max(0, given - owed) : kept.Amount - given };
    }

    static void Confirm(VisitUnit streams)
    {
        var visit = streams.Visit.State;
        if (visit.IsPending)
        {
            streams.Append([new AppointmentConfirmed(visit.Due, streams.MeetingLink())]);
        }
        else if (visit.IsLapsed && streams.KeepsPrice && streams.ReclaimSlot() is { } hold)
        {
            streams.Append([new AppointmentReinstated(hold), new AppointmentConfirmed(visit.Due, streams.MeetingLink())]);
        }
    }
}
