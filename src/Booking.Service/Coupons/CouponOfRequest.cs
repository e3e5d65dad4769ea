using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Coupons;

/// <summary>What a coupon takes off a visit.</summary>
/// <param name="Coupon">The coupon's stream.</param>
public sealed record CouponUse(StreamId Coupon, Money Discount);

/// <summary>The coupon that a code names for one doctor: the doctor's own, else the clinic's. One that was deactivated is as if it were not there.</summary>
public sealed class CouponOfRequest
{
    readonly Unit unit;
    readonly PatientId? patient;
    readonly LoadedCoupon[] candidates;

    CouponOfRequest(Unit unit, DoctorId doctor, string code, PatientId? patient)
    {
        (this.unit, this.patient) = (unit, patient);
        candidates = Coupon.Normal(code) is { } normal
            ? [new(unit, Coupon.Stream(doctor, normal), patient), new(unit, Coupon.Stream(null, normal), patient)]
            : [];
    }

    /// <summary>Asks for whatever the code may name.</summary>
    /// <returns>Null without a code.</returns>
    public static CouponOfRequest? Load(Unit unit, DoctorId doctor, string? code, PatientId? patient) =>
        code is null ? null : new(unit, doctor, code, patient);

    LoadedCoupon? Named => candidates.FirstOrDefault(candidate => candidate.Stream.State.Active);

    /// <summary>What it would take off, without a use being spent.</summary>
    public Result<CouponUse> Judge(AppointmentType type, Money price, Instant now) =>
        Named is not { } coupon ? RedeemCoupon.Unknown
        : RedeemCoupon.Refused(coupon.Stream.State, type, price, coupon.OfPatient, now) is { } refusal ? refusal
        : new CouponUse(coupon.Stream.Id, RedeemCoupon.Discount(coupon.Stream.State.Terms, price));

    /// <summary>Spends a use on a visit, for which it was judged.</summary>
    public void Redeem(AppointmentId visit) => unit.Append(Named!.Stream, [new CouponRedeemed(visit, patient!.Value)]);
}
