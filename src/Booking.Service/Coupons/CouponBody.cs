using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Coupons;

/// <summary>A coupon as clients see it.</summary>
static class CouponBody
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public const string Columns = "body, uses, active, version";

    public static CouponAnswer Of(CouponState coupon)
    {
        var terms = coupon.Terms;
        var discount = terms.Percent is { } percent ? new CouponDiscount(DiscountType.Percent, percent) : new(DiscountType.Fixed, terms.Fixed!.Amount);
        return new(
            terms.Code, terms.Doctor?.Value, discount, terms.Fixed?.Currency, terms.MaxUses, terms.MaxUsesPerPatient, terms.ValidFrom, terms.ValidTo,
            terms.Types, coupon.Uses, coupon.Active);
    }

    /// <summary>A row of the read model: what it grants as it was created, and what has become of it since.</summary>
    public static (CouponAnswer Coupon, long Version) Read(NpgsqlDataReader row)
    {
        var created = JsonSerializer.Deserialize<CouponAnswer>(row.GetUtf8(0), ContractsJson.Options)!;
        return (created with { Uses = row.GetInt64(1), Active = row.GetBoolean(2) }, row.GetInt64(3));
    }
}
