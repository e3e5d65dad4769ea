using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Doctors;

namespace Booking.Service.Coupons;

/// <summary>
/// Gives out a code: a doctor's, or one for all doctors. A code is given out once; what it was stays readable after it was deactivated, so it
/// is not given another meaning.
/// </summary>
public static class CreateCoupon
{
    public static readonly Refusal Exists = new("coupon-exists", "This code was given out before.");

    public static Decision<CouponEvent> Decide(CouponState coupon, CouponCreated terms) => coupon.Created is null ? [terms] : Exists;

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/doctors/{id}/coupons", ForDoctor).RequireAuthorization(Policies.DeskOrDoctor).Answers<CouponAnswer>(201, 400, 403, 404, 409, 422);
        app.MapPost("/api/coupons", ForAll).RequireAuthorization(Policies.Desk).Answers<CouponAnswer>(201, 400, 409, 422);
    }

    static async Task<IResult> ForDoctor(Guid id, CouponRequest request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (!caller.ActsFor(new(id)))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        if (CouponFields.Check(request, clinicWide: false) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var doctor = unit.Load(Doctor.Category, new DoctorId(id).Stream());
            var coupon = unit.Load(Coupon.Category, Coupon.Stream(new(id), Coupon.Normal(request.Code)!));
            return () => doctor.Exists
                ? Append(unit, coupon, Terms(request, new(id), doctor.State.Fees!.Standard.Currency), $"/api/doctors/{id}/coupons")
                : Refusals.NotFound;
        }, ct);
    }

    static async Task<IResult> ForAll(CouponRequest request, Caller caller, Commands commands, CancellationToken ct)
    {
        if (CouponFields.Check(request, clinicWide: true) is { Any: true } errors)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var coupon = unit.Load(Coupon.Category, Coupon.Stream(null, Coupon.Normal(request.Code)!));
            return () => Append(unit, coupon, Terms(request, null, request.Currency), "/api/coupons");
        }, ct);
    }

    static Result<Answer> Append(Unit unit, EventStream<CouponState, CouponEvent> coupon, CouponCreated terms, string path) =>
        unit.Append(coupon, Decide(coupon.State, terms)) is { } refusal
            ? refusal
            : Answer.Created($"{path}/{terms.Code}", CouponBody.Of(coupon.State), coupon.Version);

    static CouponCreated Terms(CouponRequest request, DoctorId? doctor, string? currency)
    {
        var (isPercent, value) = (request.Discount.Type == DiscountType.Percent, request.Discount.Value);
        return new(
            doctor, Coupon.Normal(request.Code)!, isPercent ? (int)value : null, isPercent ? null : new Money(value, currency!), request.MaxUses,
            request.MaxUsesPerPatient, request.ValidFrom, request.ValidTo, request.Types?.Distinct().Order().ToEquatableList());
    }
}
