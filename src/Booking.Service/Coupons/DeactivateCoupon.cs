using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Coupons;

/// <summary>Takes a code back: nobody redeems it any more, visits that hold a use keep their price, and lists still show it. A repeat changes nothing.</summary>
public static class DeactivateCoupon
{
    public static Decision<CouponEvent> Decide(CouponState coupon) =>
        coupon.Created is null ? Refusals.NotFound : coupon.Active ? [new CouponDeactivated()] : [];

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapDelete("/api/doctors/{id}/coupons/{code}", OfDoctor).RequireAuthorization(Policies.DeskOrDoctor).AnswersNothing(204, 403, 404, 412, 422);
        app.MapDelete("/api/coupons/{code}", OfClinic).RequireAuthorization(Policies.Desk).AnswersNothing(204, 404, 412, 422);
    }

    static async Task<IResult> OfDoctor(Guid id, string code, Caller caller, Commands commands, CancellationToken ct) => caller.ActsFor(new(id))
        ? await Delete(new(id), code, caller, commands, ct)
        : Refusals.Forbidden.Problem(caller.Http);

    static Task<IResult> OfClinic(string code, Caller caller, Commands commands, CancellationToken ct) => Delete(null, code, caller, commands, ct);

    static async Task<IResult> Delete(DoctorId? doctor, string code, Caller caller, Commands commands, CancellationToken ct)
    {
        if (Coupon.Normal(code) is not { } normal)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var coupon = unit.Load(Coupon.Category, Coupon.Stream(doctor, normal));
            return () => ((coupon.Exists ? caller.Expects(coupon.Version) : null) ?? unit.Append(coupon, Decide(coupon.State))) is { } refusal
                ? refusal
                : Answer.NoContent();
        }, ct);
    }
}
