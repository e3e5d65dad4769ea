using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Payments;

namespace Booking.Service.Coupons;

/// <summary>
/// The coupon of one visit: whatever happens to the visit or its money, its use follows in the same transaction. The visit keeps its price;
/// whether the coupon has expired or was deactivated since does not matter any more, its limits do.
/// </summary>
sealed class VisitCoupon
{
    readonly Unit unit;
    readonly AppointmentRow row;
    readonly LoadedCoupon coupon;
    bool? changed;

    public VisitCoupon(Unit unit, AppointmentRow row, StreamId coupon)
    {
        (this.unit, this.row) = (unit, row);
        this.coupon = new(unit, coupon, row.Patient, row.Id);
    }

    bool Holds => changed ?? coupon.ByVisit;

    /// <summary>Whether the visit has its use or could have it again. Where not, a visit that lapsed cannot come back at its price.</summary>
    public bool IsToBeHad => Holds || coupon.Stream.State.HasRoom(coupon.OfPatient - (coupon.ByVisit ? 1 : 0));

    /// <summary>Whether a visit is to hold a use: while it lives, and after that as long as something that was paid remains with the clinic.</summary>
    /// <param name="money">Null when nothing was due.</param>
    /// <param name="holds">Whether it does so far: money that came after the end, and goes back, takes no use again; a refund that failed does.</param>
    public static bool Keeps(AppointmentState visit, PaymentState? money, bool holds)
    {
        if (money is null)
        {
            return visit.Status is not (AppointmentStatus.Cancelled or AppointmentStatus.Refunded);
        }

        var nothingRemains = money.Refunded.Amount >= money.Captured.Amount;
        return visit.IsLive
            ? holds || money.Captures.IsEmpty || !nothingRemains
            : !nothingRemains && (holds || visit.Kept is { IsZero: false } || visit.Cancelled is { Refund.IsZero: false });
    }

    /// <summary>After each change of the visit or its money.</summary>
    public void Follow(AppointmentState visit, PaymentState? money)
    {
        var keeps = Keeps(visit, money, Holds);
        if (keeps == Holds || (keeps && !IsToBeHad))
        {
            return;
        }

        unit.Append(coupon.Stream, keeps ? [new CouponRedeemed(row.Id, row.Patient)] : [new RedemptionReleased(row.Id, row.Patient)]);
        changed = keeps;
    }
}
