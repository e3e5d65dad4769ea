namespace Booking.Contracts.Tests;

static partial class Golden
{
    const string Coupon = $$$"""
        {"code":"SPRING","doctorId":{{{Id}}},"discount":{"type":"fixed","value":2000},"currency":"USD","maxUses":100,"maxUsesPerPatient":1,
         "validFrom":"2026-11-01T00:00:00Z","validTo":null,"types":["standard"],"uses":3,"active":true}
        """;

    public static IEnumerable<TheoryDataRow<Type, string>> Coupons =>
    [
        Row<CouponRequest>("""
            {"code":"SPRING","discount":{"type":"percent","value":10},"maxUses":100,"maxUsesPerPatient":null,
             "validFrom":null,"validTo":"2026-12-01T00:00:00Z","types":["standard","followup"],"currency":null}
            """),
        Row<CouponAnswer>(Coupon),
        Row<Page<CouponAnswer>>(Page(Coupon)),
        Row<CouponCheckRequest>($$$"""{"doctorId":{{{Id}}},"code":"SPRING","type":"followup"}"""),
        Row<CouponCheckAnswer>($$$"""{"price":{{{Usd}}},"discount":{"amount":0,"currency":"USD"},"due":{{{Usd}}}}"""),
    ];
}
