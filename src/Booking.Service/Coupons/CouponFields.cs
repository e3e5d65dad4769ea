using Booking.Contracts;

namespace Booking.Service.Coupons;

/// <summary>What a coupon's fields may hold. Paths are those of the request.</summary>
static class CouponFields
{
    const int MostUses = 1_000_000, MostUsesOfPatient = 1_000;
    const long MostValue = 1_000_000_000;

    public static FieldErrors Check(CouponRequest request, bool clinicWide)
    {
        var errors = new FieldErrors();
        errors.Require(Coupon.Normal(request.Code) is not null, "code", "Must have 3 to 40 of A-Z, 0-9, _ and -.");
        Discount(errors, request.Discount);
        errors.Require(request.MaxUses is null or (>= 1 and <= MostUses), "maxUses", $"Must be 1 to {MostUses}.");
        errors.Require(request.MaxUsesPerPatient is null or (>= 1 and <= MostUsesOfPatient), "maxUsesPerPatient", $"Must be 1 to {MostUsesOfPatient}.");
        errors.Require(!(request.ValidFrom >= request.ValidTo), "validTo", "Must be after validFrom.");
        errors.Require(request.Types is not { Count: 0 or > 10 }, "types", "Must name a type, or be left out for any.");
        Currency(errors, request, clinicWide);
        return errors;
    }

    static void Discount(FieldErrors errors, CouponDiscount discount)
    {
        if (discount.Type == DiscountType.Percent)
        {
            errors.Require(discount.Value is >= 1 and <= 100, "discount.value", "Must be 1 to 100 percent.");
        }
        else
        {
            errors.Require(discount.Value is >= 1 and <= MostValue, "discount.value", $"Must be 1 to {MostValue} minor units.");
        }
    }

    static void Currency(FieldErrors errors, CouponRequest request, bool clinicWide)
    {
        if (clinicWide && request.Discount.Type == DiscountType.Fixed)
        {
            errors.Require(
                request.Currency is { Length: 3 } code && code.All(char.IsAsciiLetterUpper), "currency", "Must be an ISO 4217 code such as USD, with a fixed value.");
        }
        else
        {
            errors.Require(request.Currency is null, "currency", "Only a fixed value for all doctors names its currency; a doctor's is in the doctor's.");
        }
    }
}
