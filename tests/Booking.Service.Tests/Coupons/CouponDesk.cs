using Booking.Contracts;

namespace Booking.Service.Tests.Coupons;

/// <summary>A coupon and who uses it, in a word each.</summary>
static class CouponDesk
{
    static int count;

    /// <summary>A code that no other test has.</summary>
    public static string NewCode() => $"TEST-{Interlocked.Increment(ref count)}";

    public static CouponDiscount Percent(int value) => new(DiscountType.Percent, value);

    public static CouponDiscount Fixed(long value) => new(DiscountType.Fixed, value);

    /// <summary>A coupon of the clinic's doctor; a quarter off unless said otherwise.</summary>
    public static async Task<string> Coupon(this Clinic clinic, CouponDiscount? discount = null, int? uses = null, int? ofPatient = null) =>
        (await clinic.Service.Desk().CreateCoupon(clinic.Doctor, new(NewCode(), discount ?? Percent(25), uses, ofPatient))).Value.Code;

    public static async Task<long> Uses(this Clinic clinic, string code) => (await clinic.Service.Desk().Coupon(clinic.Doctor, code)).Value.Uses;

    /// <summary>Held and requested with a code, far enough ahead that no deadline is near.</summary>
    public static async Task<Answer<AppointmentAnswer>> Ask(
        this Clinic clinic, BookingClient who, string code, PaymentProvider provider = PaymentProvider.Manual, AppointmentType type = AppointmentType.Standard, int skip = 0)
    {
        var start = (await clinic.Free(type, from: clinic.Today.PlusDays(4), days: 3))[skip];
        var hold = (await clinic.Hold(who, start, type)).Value;
        var asked = await who.Book(new(hold.Id, provider, CouponCode: code));
        if (asked.Body is null)
            _ = await who.ReleaseHold(hold.Id);
        return asked;
    }
}
