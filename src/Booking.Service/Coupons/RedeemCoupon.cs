using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Coupons;

/// <summary>What a coupon takes off a price, and when it does not.</summary>
public static class RedeemCoupon
{
    public static readonly Refusal Unknown = new("coupon-unknown", "There is no such coupon.");
    public static readonly Refusal Expired = new("coupon-expired", "The coupon is not valid now.");
    public static readonly Refusal Exhausted = new("coupon-exhausted", "The coupon has been used as often as it may be.");
    public static readonly Refusal NotApplicable = new("coupon-not-applicable", "The coupon takes nothing off this visit.");

    /// <summary>Why a visit of this type and price cannot have it now, in order of precedence; null when it can.</summary>
    /// <param name="usesOfPatient">How many uses its patient holds already.</param>
    public static Refusal? Refused(CouponState coupon, AppointmentType type, Money price, int usesOfPatient, Instant now) =>
        !coupon.Active ? Unknown
        : now < coupon.Terms.ValidFrom || now >= coupon.Terms.ValidTo ? Expired
        : !coupon.HasRoom(usesOfPatient) ? Exhausted
        : coupon.Terms.Types?.Contains(type) is false || Discount(coupon.Terms, price).IsZero ? NotApplicable
        : null;

    /// <summary>The part of a price that is taken off: rounded half up to the minor unit, and never more than the price.</summary>
    /// <returns>Nothing for a fixed value in another currency.</returns>
    public static Money Discount(CouponCreated terms, Money price) => terms switch
    {
        { Percent: { } percent } => price.Percent(percent),
        { Fixed: { } value } when value.Currency == price.Currency => price with { Amount = Math.Min(value.Amount, price.Amount) },
        _ => Money.Zero(price.Currency),
    };
}
