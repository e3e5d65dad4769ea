using Booking.Contracts;
using Booking.Service.Appointments;
using Booking.Service.Payments;
using NodaTime;
using Payments.Adapters;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Payments;

/// <summary>What goes back, through whom, how it may be sent again, and when to ask.</summary>
public sealed class MoneyBackDecisionTests
{
    static readonly Money Half = new(10_000, "USD");
    static readonly PaymentPaid Twice = PaidOnline with { Reference = "pi_2" };
    static readonly Instant Now = Nine;

    [Fact]
    public void What_came_twice_goes_back_where_it_came_from_and_the_desks_money_stays()
    {
        var decision = Refund.Excess(Money(Page, Opened, PaidInCash, PaidOnline), Price, RefundWhy.Surplus);
        var refund = Assert.IsType<RefundRequested>(Assert.Single(decision.Events));
        Assert.Equal((1, Price, "pi_1", RefundWhy.Surplus), (refund.Number, refund.Amount, refund.Capture, refund.Why));
        Assert.NotNull(refund.Operation);
        Refund.Excess(Money(Page, Opened, PaidInCash, PaidOnline, refund), Price, RefundWhy.Surplus).ThenNothing();
    }

    [Fact]
    public void More_than_one_capture_holds_goes_back_in_parts_from_the_last_to_the_first()
    {
        var parts = Refund.Excess(Money(Page, Opened, PaidOnline, Twice), Half, RefundWhy.Surplus).Events.Cast<RefundRequested>().ToList();
        Assert.Equal([("pi_2", Price), ("pi_1", Half)], parts.Select(p => (p.Capture!, p.Amount)));
        Assert.Equal([1, 2], parts.Select(p => p.Number));
        Assert.NotEqual(parts[0].Operation, parts[1].Operation);
    }

    [Fact]
    public void What_failed_to_go_back_is_not_sent_again_by_itself_but_by_the_desk()
    {
        var failed = Money(Page, Opened, PaidOnline, Asked(1, Price), new RefundFailed(1, "card_closed"));
        Assert.Equal((Price, PaymentStatus.Paid), (failed.Stuck, failed.Status));
        Refund.Excess(failed, NoMoney, RefundWhy.Surplus).ThenNothing();
        Refund.ByDesk(failed, new(20_001, "USD")).ThenRefused(Refund.TooMuch);

        var again = Assert.IsType<RefundRequested>(Assert.Single(Refund.ByDesk(failed, amount: null).Events));
        Assert.Equal((2, Price, RefundWhy.Again), (again.Number, again.Amount, again.Why));
        var done = Money(Page, Opened, PaidOnline, Asked(1, Price), new RefundFailed(1, "card_closed"), again, new RefundSucceeded(2));
        Assert.Equal((NoMoney, PaymentStatus.Refunded), (done.Stuck, done.Status));
    }

    [Fact]
    public void A_refund_that_succeeded_may_fail_after_all()
    {
        var succeeded = Money(Page, Opened, PaidOnline, Asked(1, Price), new RefundAccepted(1, "re_1"), new RefundSucceeded(1));
        var decision = Refund.Record(succeeded, 1, new("re_1", RefundStatus.Failed, Price, "failed"));
        Assert.Equal(new RefundFailed(1, "failed"), decision.Events[0]);
        Assert.Equal(AnomalyKind.RefundFailed, Assert.IsType<AnomalyFound>(decision.Events[1]).Kind);
        Refund.Record(succeeded, 1, new("re_1", RefundStatus.Succeeded, Price, "succeeded")).ThenNothing();
        Refund.Record(succeeded, 1, new("re_1", RefundStatus.Pending, Price, "pending")).ThenNothing();
        Refund.Record(succeeded, 1, new(null, RefundStatus.Unknown, null, "none")).ThenNothing();
    }

    [Fact]
    public void A_share_of_a_missed_visit_that_is_sent_again_does_not_count_for_its_cancellation()
    {
        var visit = Past(Confirmed, new AppointmentCancelled(Party.Desk, "cancelled", NoMoney, Half, "", Reason: null));
        var missed = Asked(1, Half) with { Why = RefundWhy.NoShow };
        var again = Asked(3, Half) with { Why = RefundWhy.Again };
        PaymentEvent[] sentAgain = [Page, Opened, PaidOnline, missed, new RefundFailed(1, "card_closed"), Asked(2, Half), again, new RefundSucceeded(3)];

        Settlement.Granted(visit, Money(sentAgain)).ThenNothing();
        Settlement.Granted(visit, Money([.. sentAgain, new RefundSucceeded(2)])).Then(new AppointmentRefunded());
    }

    [Fact]
    public void Money_is_with_the_provider_of_the_page_that_was_paid_whatever_page_came_after()
    {
        var money = Money(Page, Opened, Page with { Attempt = 2, Provider = PaymentProvider.Razorpay }, PaidOnline);

        Assert.Equal(PaymentProvider.Stripe, money.Provider);
    }

    [Fact]
    public void What_was_given_back_by_hand_before_does_not_stand_in_for_a_refund_that_fails_later()
    {
        PaymentEvent[] byHand = [Page, Opened, PaidOnline, new RefundRequested(1, new(5_000, "USD"), "pi_1", RefundWhy.ByHand), new RefundSucceeded(1)];
        var granted = new Money(15_000, "USD");
        var visit = Past(
            Confirmed, new AppointmentPaymentChanged(Contracts.PaymentStatus.PartiallyRefunded, GivenBack: new(5_000, "USD")),
            new AppointmentCancelled(Party.Desk, "cancelled", NoMoney, granted, "", null));
        Settlement.Granted(visit, Money([.. byHand, Asked(2, granted)])).ThenNothing();

        var failed = Money([.. byHand, Asked(2, granted), new RefundFailed(2, "card_closed")]);
        Assert.Equal((granted, new Money(5_000, "USD")), (failed.Stuck, failed.GivenBack));

        var mended = Money([
            .. byHand, Asked(2, granted), new RefundFailed(2, "card_closed"), new RefundRequested(3, granted, "pi_1", RefundWhy.ByHand), new RefundSucceeded(3)]);
        Assert.Equal((NoMoney, new Money(5_000, "USD")), (mended.Stuck, mended.GivenBack));
        Settlement.Granted(visit, mended).Then(new AppointmentRefunded());
    }

    [Fact]
    public void To_ask_twice_for_all_that_is_stuck_does_not_give_back_the_fee_as_well()
    {
        var again = Money(Page, Opened, PaidOnline, Asked(1, Half), new RefundFailed(1, "card_closed"), Asked(2, Half) with { Why = RefundWhy.Again });
        Refund.ByDesk(again, amount: null).ThenRefused(Refund.UnderWay);
        Assert.Single(Refund.ByDesk(again, Half).Events);
    }

    [Fact]
    public void What_a_provider_said_before_a_refund_failed_is_not_money_that_somebody_gave_back_by_hand()
    {
        PaymentEvent[] asked = [Page, Opened, PaidOnline, Asked(1, Price), new RefundAccepted(1, "re_1")];
        var (before, now) = (Money(asked), Money([.. asked, new RefundFailed(1, "card_closed")]));
        var account = new StripeAccount(Account.Value, Live: false, "USD", "sk_test_1", ["whsec_1"]);
        var old = new CheckoutSnapshot("cs_1", CheckoutStatus.Paid, "complete", [new("pi_1", Price, Price, DisputeStatus.None, ForIt.Value, null, Live: false)]);
        RecordSnapshot.Decide(now, 1, old, account, before).ThenNothing();
        Assert.NotEmpty(RecordSnapshot.Decide(now, 1, old, account).Events);
    }

    [Fact]
    public void The_desk_gives_back_no_more_than_is_left_and_nothing_of_nothing()
    {
        Refund.ByDesk(Money(Page, Opened), Half).ThenRefused(Refund.NotPaid);
        Refund.ByDesk(Money(Page, Opened, PaidOnline), Half with { Currency = "AED" }).ThenRefused(Refund.TooMuch);
        Refund.ByDesk(Money(Page, Opened, PaidOnline, Asked(1, Half)), new(10_001, "USD")).ThenRefused(Refund.TooMuch);
        Assert.Equal(Half, Money(Page, Opened, PaidOnline, Asked(1, Half) with { Why = RefundWhy.Desk }).GivenBack);
    }

    [Theory]
    [InlineData(10_005, 10_010)]
    [InlineData(10_010, 10_010)]
    [InlineData(20_005, 20_008)]
    [InlineData(0, 0)]
    public void What_a_provider_cannot_give_back_exactly_becomes_the_next_larger_amount_and_at_most_everything(long granted, long given) =>
        Assert.Equal(given, Refund.Payable(new(granted, "KWD"), new(20_008, "KWD"), money => money.Amount % 10 == 0).Amount);

    // sends, misses, minutes since the last send, hours since it was written, replay, what to do
    [Theory]
    [InlineData(0, 0, 0, 0, false, RefundSender.Move.Send)]
    [InlineData(1, 1, 1, 1, true, RefundSender.Move.Send)]
    [InlineData(9, 9, 1, 22, true, RefundSender.Move.Send)]
    [InlineData(1, 1, 5, 24, true, RefundSender.Move.Wait)]
    [InlineData(9, 9, 120, 24, true, RefundSender.Move.Wait)]
    [InlineData(9, 9, 240, 26, true, RefundSender.Move.Send)]
    [InlineData(10, 10, 5, 26, true, RefundSender.Move.Wait)]
    [InlineData(10, 10, 1501, 52, true, RefundSender.Move.Send)]
    [InlineData(11, 11, 5, 73, true, RefundSender.Move.GiveUp)]
    [InlineData(1, 1, 5, 1, false, RefundSender.Move.Wait)]
    [InlineData(1, 2, 1, 1, false, RefundSender.Move.Wait)]
    [InlineData(1, 2, 2, 1, false, RefundSender.Move.Send)]
    [InlineData(2, 3, 5, 1, false, RefundSender.Move.Wait)]
    [InlineData(2, 4, 5, 1, false, RefundSender.Move.GiveUp)]
    [InlineData(2, 4, 1, 1, false, RefundSender.Move.Wait)]
    public void A_refund_of_unknown_fate_is_sent_again_only_where_that_cannot_pay_twice(
        int sends, int misses, int minutes, int hours, bool replays, RefundSender.Move move) =>
        Assert.Equal(move, RefundSender.Decide(
            new("{}", Now - Duration.FromHours(hours), sends, sends == 0 ? null : Now - Duration.FromMinutes(minutes), misses),
            replays ? Duration.FromHours(23) : null, Now));

    // minutes since it began, minutes to the page's end, whether settled, minutes since it began of the next question
    [Theory]
    [InlineData(0, 35, false, 1)]
    [InlineData(1, 35, false, 5)]
    [InlineData(5, 35, false, 15)]
    [InlineData(15, 35, false, 35)]
    [InlineData(35, 35, false, 37)]
    [InlineData(37, 35, false, 60)]
    [InlineData(61, 35, false, 120)]
    [InlineData(24 * 60, 35, false, 48 * 60)]
    [InlineData(49 * 60, 35, false, 72 * 60)]
    [InlineData(1, 35, true, 24 * 60)]
    public void Providers_are_asked_often_at_first_and_ever_less(int age, int end, bool settled, int next) => Assert.Equal(
        Now + Duration.FromMinutes(next),
        Reconciler.Next(Now, Now + Duration.FromMinutes(end), settled, Now + Duration.FromMinutes(age)));

    [Fact]
    public void The_next_step_follows_from_the_state_alone()
    {
        PaymentDriver.Step? Next(params PaymentEvent[] past) => PaymentDriver.Next(Money(past));
        Assert.Null(Next());
        Assert.Equal(new(PaymentDriver.StepKind.Open, 1), Next(Page));
        Assert.Null(Next(Page, Opened));
        Assert.Equal(new(PaymentDriver.StepKind.Drop, 1), Next(Page, new PaymentExpired()));
        Assert.Equal(new(PaymentDriver.StepKind.Close, 1), Next(Page, Opened, new PaymentExpired()));
        Assert.Equal(new(PaymentDriver.StepKind.Close, 1), Next(Page, Opened, PaidInCash));
        Assert.Equal(new(PaymentDriver.StepKind.Close, 1), Next(Page, Opened, Page with { Attempt = 2 }));
        Assert.Null(Next(Page, Opened, PaidOnline));
        Assert.Equal(new(PaymentDriver.StepKind.Refund, 1), Next(Page, Opened, PaidOnline, Asked(1, Half)));
        Assert.Null(Next(Page, Opened, PaidOnline, Asked(1, Half), new RefundAccepted(1, "re_1")));
        Assert.Null(PaymentDriver.Next(Money(Page, Opened, new PaymentExpired()), closes: _ => false));
    }

    // The shortest lifetime, the doctor's payment time, the time to the start, the deadline; in minutes.
    [Theory]
    [InlineData(30, 35, 600, 35)]
    [InlineData(30, 10, 600, 35)]
    [InlineData(1, 10, 600, 10)]
    [InlineData(1, 3, 600, 6)]
    [InlineData(30, 60, 40, 40)]
    [InlineData(30, 60, 34, null)]
    [InlineData(15, 35, 20, 20)]
    [InlineData(15, 35, 19, null)]
    public void A_page_ends_after_the_doctors_time_or_the_providers_shortest_and_never_after_the_start(int shortest, int minutes, int start, int? deadline) =>
        Assert.Equal(
            deadline is { } d ? Now + Duration.FromMinutes(d) : null,
            CheckoutPages.Deadline(
                new(HasPage: true, Duration.FromMinutes(shortest), Duration.FromHours(24), CancelsCheckout: true, RefundReplay: null),
                minutes, Now + Duration.FromMinutes(start), Now));

    [Fact]
    public void A_person_says_whether_a_refund_of_unknown_fate_went_back_and_the_ledger_books_it()
    {
        PaymentEvent[] lost = [Page, Opened, PaidOnline, Asked(1, Price), new AnomalyFound(1, AnomalyKind.RefundUnresolved, Anomalies.Subject(1), "")];
        Assert.Equal(400, Anomalies.Resolve(Money(lost), 1, [], wentBack: null).Refusal!.Status);
        Assert.Equal(PaymentStatus.Refunded, Money([.. lost, .. Anomalies.Resolve(Money(lost), 1, [], wentBack: true).Events]).Status);
        var not = Money([.. lost, .. Anomalies.Resolve(Money(lost), 1, [], wentBack: false).Events]);
        Assert.Equal((PaymentStatus.Paid, Price), (not.Status, not.Stuck));
        Anomalies.Resolve(Money([.. lost, new AnomalyResolved(1, [])]), 1, [], wentBack: true).ThenNothing();
        Assert.Equal(404, Anomalies.Resolve(Money(lost), 2, [], wentBack: true).Refusal!.Status);
    }

    [Fact]
    public void What_was_given_freely_takes_only_from_what_the_clinic_may_keep()
    {
        PaymentEvent[] byHand = [new RefundRequested(1, Price, "pi_2", RefundWhy.ByHand), new RefundSucceeded(1)];
        Assert.Equal(Price, Settlement.Kept(Past(Confirmed), Money([Page, Opened, PaidOnline, Twice, .. byHand])));
        Assert.Equal(NoMoney, Settlement.Kept(Past(), Money([Page, Opened, Twice, .. byHand])));
        var gift = new RefundRequested(1, Half, "pi_1", RefundWhy.Desk, Guid.NewGuid());
        Assert.Equal(Half, Settlement.Kept(Past(Confirmed), Money(Page, Opened, PaidOnline, gift)));
        var given = Past(Confirmed, new AppointmentPaymentChanged(PaymentStatus.Paid, GivenBack: Half, Kept: Half));
        Assert.Equal(Half, Settlement.Kept(given, Money(Page, Opened, PaidOnline, gift)));
        Assert.Equal(Price, Settlement.Kept(given, Money(Page, Opened, PaidOnline, gift, new RefundFailed(1, "x"))));
    }

    [Fact]
    public void A_visit_is_refunded_as_long_as_what_was_granted_has_arrived()
    {
        var cancelled = new AppointmentCancelled(Party.Patient, "cancelled", Half, Half, "", null);
        var (visit, asked) = (Past(Confirmed, cancelled), Asked(1, Half));
        Settlement.Granted(visit, Money(Page, Opened, PaidOnline, asked)).ThenNothing();
        Settlement.Granted(visit, Money(Page, Opened, PaidOnline, asked, new RefundSucceeded(1))).Then(new AppointmentRefunded());
        var refunded = Past(Confirmed, cancelled, new AppointmentRefunded());
        Settlement.Granted(refunded, Money(Page, Opened, PaidOnline, asked, new RefundSucceeded(1))).ThenNothing();
        Settlement.Granted(refunded, Money(Page, Opened, PaidOnline, asked, new RefundSucceeded(1), new RefundFailed(1, "x"))).Then(new AppointmentRefundFailed());
        Settlement.Granted(Past(Confirmed), Money(Page, Opened, PaidOnline, asked with { Why = RefundWhy.Desk }, new RefundSucceeded(1))).ThenNothing();
    }

    static RefundRequested Asked(int number, Money amount) => new(number, amount, "pi_1", RefundWhy.Cancellation, Guid.NewGuid());
}
