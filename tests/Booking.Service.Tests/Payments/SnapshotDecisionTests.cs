using Booking.Contracts;
using Booking.Service.Payments;
using FsCheck;
using FsCheck.Fluent;
using Payments.Adapters;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Payments;

/// <summary>What becomes of what a provider says: facts, once each, and only when they fit what was asked.</summary>
public sealed class SnapshotDecisionTests
{
    static readonly GatewayAccount Asked = new StripeAccount(Account.Value, Live: false, "USD", "sk_test_1", ["whsec_1"]);
    static readonly CaptureSnapshot Captured = new("pi_1", Price, NoMoney, DisputeStatus.None, ForIt.Value, Account: null, Live: false);

    [Fact]
    public void Money_that_fits_is_paid_once_however_often_it_is_seen()
    {
        Decide(Money(Page, Opened), Saying(CheckoutStatus.Paid, Captured)).Then(PaidOnline);
        Decide(Money(Page, Opened, PaidOnline), Saying(CheckoutStatus.Paid, Captured)).ThenNothing();
        Decide(Money(Page, Opened, PaidOnline), Saying(CheckoutStatus.Pending)).ThenNothing();
    }

    public static TheoryData<AnomalyKind> Differences =>
        [AnomalyKind.AmountDiffers, AnomalyKind.CurrencyDiffers, AnomalyKind.PaymentDiffers, AnomalyKind.ModeDiffers, AnomalyKind.AccountDiffers];

    [Theory]
    [MemberData(nameof(Differences))]
    public void Money_that_differs_is_for_people_and_told_once(AnomalyKind kind)
    {
        var (found, account) = kind switch
        {
            AnomalyKind.AmountDiffers => (Captured with { Amount = new(19_999, "USD") }, Asked),
            AnomalyKind.CurrencyDiffers => (Captured with { Amount = new(20_000, "AED") }, Asked),
            AnomalyKind.PaymentDiffers => (Captured with { Payment = Guid.NewGuid() }, Asked),
            AnomalyKind.ModeDiffers => (Captured with { Live = true }, Asked),
            _ => (Captured with { Account = "2" }, new PayTabsAccount(Account.Value, Live: false, "USD", "ARE", 1, "key", [])),
        };

        var decision = RecordSnapshot.Decide(Money(Page, Opened), 1, Saying(CheckoutStatus.Paid, found), account);

        var anomaly = Assert.IsType<AnomalyFound>(Assert.Single(decision.Events));
        Assert.Equal((1, kind, "pi_1"), (anomaly.Number, anomaly.Kind, anomaly.Subject));
        RecordSnapshot.Decide(Money(Page, Opened, anomaly), 1, Saying(CheckoutStatus.Paid, found), account).ThenNothing();
        RecordSnapshot.Decide(Money(Page, Opened, anomaly, new AnomalyResolved(1, [])), 1, Saying(CheckoutStatus.Paid, found), account).ThenNothing();
    }

    [Fact]
    public void Money_whose_payment_the_provider_does_not_name_is_not_ours_to_count() =>
        Assert.Equal(
            AnomalyKind.PaymentDiffers,
            Assert.IsType<AnomalyFound>(Assert.Single(Decide(Money(Page, Opened), Saying(CheckoutStatus.Paid, Captured with { Payment = null })).Events)).Kind);

    [Fact]
    public void A_page_follows_what_happens_on_it()
    {
        Decide(Money(Page, Opened), Saying(CheckoutStatus.Processing)).Then(new PaymentProcessing(1));
        Decide(Money(Page, Opened, new PaymentProcessing(1)), Saying(CheckoutStatus.Processing)).ThenNothing();
        Decide(Money(Page, Opened, new PaymentProcessing(1)), Saying(CheckoutStatus.Pending)).Then(new ProcessingFailed(1));
        Decide(Money(Page, Opened), Saying(CheckoutStatus.Failed)).Then(new CheckoutClosed(1, CheckoutEnd.Failed));
        Decide(Money(Page, Opened), Saying(CheckoutStatus.Expired)).Then(new CheckoutClosed(1, CheckoutEnd.Expired));
        Decide(Money(Page, Opened, new CheckoutClosed(1, CheckoutEnd.Expired)), Saying(CheckoutStatus.Expired)).ThenNothing();
        Decide(Money(Page, Opened, new CheckoutClosed(1, CheckoutEnd.Failed)), Saying(CheckoutStatus.Processing)).Then(new PaymentProcessing(1));
        Decide(Money(Page), Saying(CheckoutStatus.Unknown)).ThenNothing();
    }

    [Fact]
    public void An_open_page_that_its_provider_does_not_know_is_for_people_once()
    {
        var lost = Assert.IsType<AnomalyFound>(Assert.Single(Decide(Money(Page, Opened), Saying(CheckoutStatus.Unknown)).Events));
        Assert.Equal((AnomalyKind.AccountDiffers, "page 1"), (lost.Kind, lost.Subject));
        Decide(Money(Page, Opened, lost), Saying(CheckoutStatus.Unknown)).ThenNothing();
        var paytabs = new PayTabsAccount(Account.Value, Live: false, "USD", "ARE", 1, "key", []);
        RecordSnapshot.Decide(Money(Page, Opened), 1, Saying(CheckoutStatus.Unknown), paytabs).ThenNothing();
    }

    [Fact]
    public void What_went_back_at_the_provider_is_followed_and_told_and_what_we_asked_for_is_not_counted_twice()
    {
        var back = new Money(5_000, "USD");
        var decision = Decide(Money(Page, Opened, PaidOnline), Saying(CheckoutStatus.Paid, Captured with { Refunded = back }));
        Assert.Equal([new RefundRequested(1, back, "pi_1", RefundWhy.ByHand), new RefundSucceeded(1)], decision.Events.Take(2));
        Assert.Equal(AnomalyKind.RefundByHand, Assert.IsType<AnomalyFound>(decision.Events[2]).Kind);
        Decide(Money([Page, Opened, PaidOnline, .. decision.Events]), Saying(CheckoutStatus.Paid, Captured with { Refunded = back })).ThenNothing();

        var ours = new RefundRequested(1, back, "pi_1", RefundWhy.Desk, Guid.NewGuid());
        Decide(Money(Page, Opened, PaidOnline, ours), Saying(CheckoutStatus.Paid, Captured with { Refunded = back })).ThenNothing();
    }

    [Fact]
    public void Money_that_had_gone_back_before_it_was_first_seen_is_not_money_to_confirm_with()
    {
        var events = Decide(Money(Page, Opened), Saying(CheckoutStatus.Paid, Captured with { Refunded = Price })).Events;
        var state = Money([Page, Opened, .. events]);
        Assert.Equal((PaymentStatus.Refunded, NoMoney, false), (state.Status, state.Remaining, state.IsWaiting));
        Assert.Equal(AnomalyKind.RefundByHand, Assert.Single(state.Anomalies).As.Kind);
    }

    [Fact]
    public void Two_that_went_back_by_hand_in_one_reading_are_two_refunds()
    {
        var second = Captured with { Reference = "pi_2", Refunded = Price };
        var events = Decide(Money(Page, Opened), Saying(CheckoutStatus.Paid, Captured with { Refunded = Price }, second)).Events;
        Assert.Equal([1, 2], events.OfType<RefundRequested>().Select(r => r.Number));
        Assert.Equal([1, 2], events.OfType<AnomalyFound>().Select(a => a.Number));
    }

    [Fact]
    public void A_dispute_opens_and_closes_and_a_lost_one_stays()
    {
        CheckoutSnapshot Disputed(DisputeStatus status) => Saying(CheckoutStatus.Paid, Captured with { Dispute = status });
        PaymentEvent[] open = [Page, Opened, PaidOnline, .. Decide(Money(Page, Opened, PaidOnline), Disputed(DisputeStatus.Open)).Events];
        Assert.Equal(PaymentStatus.Disputed, Money(open).Status);
        Decide(Money(open), Disputed(DisputeStatus.Open)).ThenNothing();
        Decide(Money(open), Disputed(DisputeStatus.Won)).Then(new DisputeClosed("pi_1", Won: true));
        Assert.Equal(PaymentStatus.Paid, Money([.. open, new DisputeClosed("pi_1", Won: true)]).Status);
        PaymentEvent[] lost = [.. open, .. Decide(Money(open), Disputed(DisputeStatus.Lost)).Events];
        Assert.Equal((PaymentStatus.Disputed, 2), (Money(lost).Status, Money(lost).Anomalies.Length));
        Decide(Money(lost), Disputed(DisputeStatus.Lost)).ThenNothing();
    }

    /// <summary>The readings of a payment's life, each once at least, in whatever order and however often: the end is what the last state of the provider says.</summary>
    [Fact]
    public void Any_permutation_with_repetition_of_the_readings_ends_in_the_same_state() => Prop.ForAll(
        Gen.Choose(0, Life.Length - 1).ListOf().ToArbitrary(),
        order =>
        {
            var readings = order.Select(i => Life[i]).Append(Life[^1]).ToList();
            PaymentEvent[] events = [Page, Opened];
            foreach (var reading in readings)
                events = [.. events, .. Decide(Money(events), reading).Events];
            var (state, direct) = (Money(events), Money([Page, Opened, .. Decide(Money(Page, Opened), Life[^1]).Events]));
            return state.Status == direct.Status && state.Captured == direct.Captured && state.Refunded == direct.Refunded
                && state.Captures.Length == 1 && state.Checkouts[0].State == direct.Checkouts[0].State && state.Anomalies.Length == direct.Anomalies.Length;
        }).QuickCheckThrowOnFailure();

    static readonly CheckoutSnapshot[] Life =
    [
        Saying(CheckoutStatus.Pending), Saying(CheckoutStatus.Processing), Saying(CheckoutStatus.Pending), Saying(CheckoutStatus.Failed),
        Saying(CheckoutStatus.Expired), Saying(CheckoutStatus.Paid, Captured), Saying(CheckoutStatus.Paid, Captured),
    ];

    static CheckoutSnapshot Saying(CheckoutStatus status, params CaptureSnapshot[] captures) => new("cs_1", status, status.ToString(), captures);

    static Booking.EventStore.Decision<PaymentEvent> Decide(PaymentState payment, CheckoutSnapshot snapshot) =>
        RecordSnapshot.Decide(payment, 1, snapshot, Asked);
}
