using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;
using NodaTime;

namespace Booking.Service.Coupons;

/// <summary>
/// What a code would take off a visit that is held now, or why it would not. Nothing is spent and nothing promised: the price is the hold's,
/// and the use is had with the visit.
/// </summary>
public static class CheckCoupon
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/coupons/check", Post).RequireAuthorization(Policies.SignedIn).Answers<CouponCheckAnswer>(200, 400, 404, 409);

    static async Task<IResult> Post(CouponCheckRequest request, Caller caller, StreamStore store, IClock clock, CancellationToken ct)
    {
        var (doctorId, context) = (new DoctorId(request.DoctorId), new CommandContext(clock.GetCurrentInstant(), caller.TraceId, null, Actor.System));
        var outcome = await store.Transact<CouponCheckAnswer>(context, unit =>
        {
            var doctor = unit.Load(Doctor.Category, doctorId.Stream());
            var coupon = CouponOfRequest.Load(unit, doctorId, request.Code, caller.PatientId)!;
            return () => doctor.Exists && (doctor.State.Verified || caller.ActsFor(doctorId))
                ? Judge(coupon, doctor.State.Fees!, request.Type, context.Now)
                : Refusals.NotFound;
        }, answer: null, ct);
        return outcome.Refusal is { } refused ? refused.Problem(caller.Http) : TypedResults.Ok(outcome.Value);
    }

    static Result<CouponCheckAnswer> Judge(CouponOfRequest coupon, Fees fees, AppointmentType type, Instant now)
    {
        var price = type == AppointmentType.Standard ? fees.Standard : fees.Followup;
        var (use, refusal) = coupon.Judge(type, price, now);
        return refusal is null ? new CouponCheckAnswer(price, use!.Discount, price - use.Discount) : refusal;
    }
}
