using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Payments;

/// <summary>The ledger's deciders: paid at the desk, refunded on a cancel, handed back.</summary>
public sealed class PaymentDecisionTests
{
    static readonly ManualPaymentRequest Cash = new(Price, ManualMethod.Cash, "R1");
    static readonly AppointmentCancelled Cancelled = new(Party.Patient, "cancelled", NoMoney, NoMoney, "", null);

    [Fact]
    public void Exactly_what_is_due_is_taken() => PayManually.Decide(Money(), Past(), Cash).Then(PaidInCash);

    [Fact]
    public void The_same_receipt_again_changes_nothing_even_after_everything_is_over()
    {
        PayManually.Decide(Money(PaidInCash), Past(Confirmed), Cash).ThenNothing();
        PayManually.Decide(Money(PaidInCash, new RefundRequested(1, Price), new RefundSucceeded(1)), Past(Confirmed, Cancelled), Cash).ThenNothing();
    }

    [Fact]
    public void What_does_not_wait_for_money_is_closed_before_the_amount_is_looked_at()
    {
        var wrong = Cash with { Amount = new(1, "USD"), Reference = "R2" };
        PayManually.Decide(Money(PaidInCash), Past(Confirmed), wrong).ThenRefused(PayManually.Closed);
        PayManually.Decide(Money(new PaymentExpired()), Past(Cancelled), wrong).ThenRefused(PayManually.Closed);
        PayManually.Decide(Money(), Past(Cancelled), wrong).ThenRefused(PayManually.Closed);
        PayManually.Decide(Money(PaidInCash), Past(Confirmed), Cash with { Amount = new(1, "USD") }).ThenRefused(PayManually.Closed);
    }

    [Fact]
    public void Another_amount_or_currency_than_due_is_refused()
    {
        foreach (var amount in (Money[])[new(19_999, "USD"), new(20_001, "USD"), new(20_000, "AED"), new(0, "USD")])
            PayManually.Decide(Money(), Past(), Cash with { Amount = amount }).ThenRefused(PayManually.AmountDiffers);
    }

    [Fact]
    public void Money_from_the_desk_is_refunded_in_the_same_step_and_nothing_when_all_may_be_kept()
    {
        var half = new Money(10_000, "USD");
        Refund.Excess(Money(PaidInCash), half, RefundWhy.Cancellation).Then(new RefundRequested(1, half, "R1", RefundWhy.Cancellation), new RefundSucceeded(1));
        Refund.Excess(Money(PaidInCash), Price, RefundWhy.Cancellation).ThenNothing();
        var once = Money(PaidInCash, new RefundRequested(1, half), new RefundSucceeded(1));
        Refund.Excess(once, NoMoney, RefundWhy.Cancellation).Then(new RefundRequested(2, half, "R1", RefundWhy.Cancellation), new RefundSucceeded(2));
    }

    [Fact]
    public void Cash_is_handed_back_once()
    {
        var half = new Money(10_000, "USD");
        var refunded = Money(PaidInCash, new RefundRequested(1, half), new RefundSucceeded(1));
        Assert.Equal((PaymentStatus.PartiallyRefunded, half, half), (refunded.Status, refunded.Refunded, refunded.ToHandBack));

        HandBackCash.Decide(refunded).Then(new CashHandedBack(half));
        HandBackCash.Decide(Payment.Category.Evolve(refunded, new CashHandedBack(half))).ThenNothing();
        HandBackCash.Decide(Money(PaidInCash)).ThenNothing();
    }

    [Fact]
    public void A_payment_whose_parts_have_all_gone_back_is_refunded()
    {
        var half = new Money(10_000, "USD");
        PaymentEvent[] twice = [PaidInCash, new RefundRequested(1, half), new RefundSucceeded(1), new RefundRequested(2, half), new RefundSucceeded(2)];
        Assert.Equal((PaymentStatus.Refunded, Price), (Money(twice).Status, Money(twice).Refunded));
    }
}
