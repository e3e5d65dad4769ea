namespace Booking.Contracts;

public sealed partial class BookingClient
{
    /// <summary>Gives out a code for one doctor.</summary>
    public Task<Answer<CouponAnswer>> CreateCoupon(Guid doctor, CouponRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<CouponRequest, CouponAnswer>(OfDoctor(doctor, "/coupons"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>Gives out a code for all doctors.</summary>
    public Task<Answer<CouponAnswer>> CreateClinicCoupon(CouponRequest request, string? idempotencyKey = null, CancellationToken ct = default) =>
        Post<CouponRequest, CouponAnswer>(new("/api/coupons"), request, idempotencyKey, ifMatch: null, ct);

    /// <summary>A doctor's coupons by code, deleted ones included.</summary>
    /// <param name="doctor">Null for those that are good with every doctor.</param>
    public Task<Answer<Page<CouponAnswer>>> Coupons(Guid? doctor, PageQuery page = default, CancellationToken ct = default) =>
        Get<Page<CouponAnswer>>(CouponsOf(doctor).With(page), ct);

    /// <param name="doctor">Null for one that is good with every doctor.</param>
    public Task<Answer<CouponAnswer>> Coupon(Guid? doctor, string code, CancellationToken ct = default) =>
        Get<CouponAnswer>(CouponsOf(doctor, "/" + Uri.EscapeDataString(code)), ct);

    /// <summary>Nobody gets it any more; visits that have it keep their price.</summary>
    /// <param name="doctor">Null for one that is good with every doctor.</param>
    public Task<Answer<Nothing>> DeleteCoupon(
        Guid? doctor, string code, string? idempotencyKey = null, string? ifMatch = null, CancellationToken ct = default) =>
        Delete(CouponsOf(doctor, "/" + Uri.EscapeDataString(code)), idempotencyKey, ifMatch, ct);

    /// <summary>What a code would take off, or why it would not.</summary>
    public Task<Answer<CouponCheckAnswer>> CheckCoupon(CouponCheckRequest request, CancellationToken ct = default) =>
        Post<CouponCheckRequest, CouponCheckAnswer>(new("/api/coupons/check"), request, idempotencyKey: null, ifMatch: null, ct);

    static Url CouponsOf(Guid? doctor, string rest = "") => doctor is { } id ? OfDoctor(id, "/coupons" + rest) : new("/api/coupons" + rest);
}
