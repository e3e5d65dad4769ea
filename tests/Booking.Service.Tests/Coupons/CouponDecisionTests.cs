using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Coupons;
using Booking.Service.Payments;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Coupons;

/// <summary>The coupon's deciders.</summary>
public sealed class CouponDecisionTests
{
    static readonly CouponCreated Terms = new(
        Sarah, "SPRING", 50, null, MaxUses: 2, MaxUsesPerPatient: 1, ValidFrom: Eight, ValidTo: Nine, [AppointmentType.Standard]);

    static readonly CouponRedeemed Use = new(Visit, AnnAsPatient);

    [Fact]
    public void What_is_wrong_is_told_in_order_of_precedence()
    {
        var later = Nine + Duration.FromHours(1);
        Assert.Equal(RedeemCoupon.Unknown, Refused(Given(), AppointmentType.Followup, later, 9));
        Assert.Equal(RedeemCoupon.Unknown, Refused(Given(Terms, new CouponDeactivated()), AppointmentType.Followup, later, 9));
        Assert.Equal(RedeemCoupon.Expired, Refused(Given(Terms), AppointmentType.Followup, later, 9));
        Assert.Equal(RedeemCoupon.Exhausted, Refused(Given(Terms), AppointmentType.Followup, Eight, 1));
        Assert.Equal(RedeemCoupon.Exhausted, Refused(Given(Terms, Use, Use), AppointmentType.Followup, Eight, 0));
        Assert.Equal(RedeemCoupon.NotApplicable, Refused(Given(Terms), AppointmentType.Followup, Eight, 0));
        Assert.Null(Refused(Given(Terms), AppointmentType.Standard, Eight, 0));
    }

    [Fact]
    public void It_is_good_from_its_first_instant_on_and_not_at_its_last()
    {
        Assert.Equal(RedeemCoupon.Expired, Refused(Given(Terms), AppointmentType.Standard, Eight - Duration.Epsilon, 0));
        Assert.Null(Refused(Given(Terms), AppointmentType.Standard, Nine - Duration.Epsilon, 0));
        Assert.Equal(RedeemCoupon.Expired, Refused(Given(Terms), AppointmentType.Standard, Nine, 0));
    }

    [Fact]
    public void A_use_that_was_given_back_can_be_had_again() =>
        Assert.Null(Refused(Given(Terms, Use, Use, new RedemptionReleased(Visit, AnnAsPatient)), AppointmentType.Standard, Eight, 0));

    [Fact]
    public void What_is_taken_off_is_never_more_than_the_price_and_a_share_is_rounded_half_up() => Prop.ForAll<uint, byte, uint>((price, percent, value) =>
    {
        var (money, share) = (new Money(price, "USD"), 1 + (percent % 100));
        var off = RedeemCoupon.Discount(Terms with { Percent = share }, money).Amount;
        var flat = RedeemCoupon.Discount(Terms with { Percent = null, Fixed = new(value, "USD") }, money).Amount;
        return off == (long)Math.Floor(((decimal)price * share / 100) + 0.5m) && off <= price && flat == Math.Min(price, value);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_fixed_value_in_another_currency_takes_nothing_off() =>
        Assert.Equal(NoMoney, RedeemCoupon.Discount(Terms with { Percent = null, Fixed = new(5, "AED") }, Price));

    [Fact]
    public void A_visit_keeps_its_use_while_it_lives_and_after_that_as_long_as_something_paid_remains()
    {
        AppointmentCancelled Ended(long fee, long refund) => new(Party.Patient, "cancelled", new(fee, "USD"), new(refund, "USD"), "", null);
        PaymentEvent asked = new RefundRequested(1, Price), back = new RefundSucceeded(1), failed = new RefundFailed(1, "failed");
        var allBack = Past(Confirmed, Ended(0, Price.Amount), new AppointmentRefunded());

        Assert.True(VisitCoupon.Keeps(Past(), Money(), holds: false));
        Assert.True(VisitCoupon.Keeps(Past(Confirmed), Money(PaidInCash, asked, back), holds: true));
        Assert.True(VisitCoupon.Keeps(Past(Confirmed, Ended(1, Price.Amount - 1)), Money(PaidInCash), holds: true));
        Assert.True(VisitCoupon.Keeps(Past(Confirmed, Ended(0, Price.Amount)), Money(PaidInCash, asked), holds: true));
        Assert.False(VisitCoupon.Keeps(allBack, Money(PaidInCash, asked, back), holds: true));
        Assert.True(VisitCoupon.Keeps(allBack, Money(PaidInCash, asked, back, failed), holds: false));
        Assert.False(VisitCoupon.Keeps(Past(Ended(0, 0)), Money(new PaymentExpired()), holds: true));
        Assert.False(VisitCoupon.Keeps(Past(Ended(0, 0)), Money(new PaymentExpired(), PaidInCash), holds: false));
    }

    [Fact]
    public void What_took_place_or_was_missed_for_nothing_keeps_its_use_and_what_was_called_off_does_not()
    {
        Assert.True(VisitCoupon.Keeps(Past(Confirmed, new AppointmentCompleted()), money: null, holds: true));
        Assert.True(VisitCoupon.Keeps(Past(Confirmed, new AppointmentNoShow(NoMoney, NoMoney, "")), money: null, holds: true));
        Assert.False(VisitCoupon.Keeps(Past(Confirmed, new AppointmentCancelled(Party.Patient, "cancelled", NoMoney, NoMoney, "", null)), money: null, holds: true));
    }

    static CouponState Given(params CouponEvent[] past) => Coupon.Category.Given(past);

    static EventStore.Refusal? Refused(CouponState coupon, AppointmentType type, Instant now, int ofPatient) =>
        RedeemCoupon.Refused(coupon, type, Price, ofPatient, now);
}
