using Booking.EventStore;

namespace Booking.Service.Coupons;

/// <summary>Coupons: what is stored, what is served. They are redeemed and given back by visits.</summary>
public static class CouponsFeature
{
    public static void Model(StoreModel model)
    {
        model.Events
            .Add("coupon_created", EventJson.Default.CouponCreated)
            .Add("coupon_redeemed", EventJson.Default.CouponRedeemed)
            .Add("redemption_released", EventJson.Default.RedemptionReleased)
            .Add("coupon_deactivated", EventJson.Default.CouponDeactivated);
        model.Project(Coupon.Category, "coupons", ["coupons", "coupon_claims", "coupon_patients"], CouponTables.Project, byStream: true, guards: ["coupon_claims", "coupon_patients"]);
        model.Refuse("coupons_uses_within_limit", RedeemCoupon.Exhausted).Refuse("coupon_patients_within_limit", RedeemCoupon.Exhausted);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        CreateCoupon.Map(app);
        ListCoupons.Map(app);
        DeactivateCoupon.Map(app);
        CheckCoupon.Map(app);
    }
}
