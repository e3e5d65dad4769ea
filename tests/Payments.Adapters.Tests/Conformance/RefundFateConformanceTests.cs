using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What may become of money that goes back: it waits, fails, is too much, or went before by hand.</summary>
public sealed class RefundFateConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_refund_can_wait_and_then_succeed_and_counts_as_gone_meanwhile(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        desk.Controls.RefundsStayPending(provider.ToString().ToLowerInvariant());

        var refund = Desk.Value(await desk.TryRefund(order));
        Assert.Equal(RefundStatus.Pending, refund.Status);
        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
        desk.Controls.SucceedRefund(refund.Reference!);

        Assert.Equal(RefundStatus.Succeeded, (await desk.Find(order, refund.Reference)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_refund_can_fail_after_it_succeeded_and_the_money_is_back(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        var refund = Desk.Value(await desk.TryRefund(order));

        desk.Controls.FailRefund(refund.Reference!);

        Assert.Equal(RefundStatus.Failed, (await desk.Find(order, refund.Reference)).Status);
        Assert.Equal(0, (await desk.Capture(page)).Refunded.Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task More_than_was_captured_never_goes_back(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();

        var result = await desk.TryRefund(await desk.RefundOf(page, 20_010));

        Assert.True(result.Failure is GatewayFailure.Permanent || result.Value?.Status == RefundStatus.Failed, $"{result}");
        Assert.Equal(0, (await desk.Capture(page)).Refunded.Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task What_somebody_gave_back_by_hand_is_seen(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();

        desk.Controls.RefundByHand((await desk.Capture(page)).Reference, new(5_000, desk.Account.Currency));

        Assert.Equal(5_000, (await desk.Capture(page)).Refunded.Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.Replaying), MemberType = typeof(Providers))]
    public async Task A_refund_after_all_went_back_by_hand_had_happened_before(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 20_000);

        desk.Controls.RefundByHand(order.Capture);

        Assert.IsType<GatewayFailure.AlreadyDone>((await desk.TryRefund(order)).Failure);
        Assert.Equal(RefundStatus.Unknown, (await desk.Find(order)).Status);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, true)]
    [InlineData(PaymentProvider.Stripe, false)]
    [InlineData(PaymentProvider.Razorpay, true)]
    [InlineData(PaymentProvider.Razorpay, false)]
    public async Task A_dispute_is_seen_while_it_is_open_and_as_it_was_decided(PaymentProvider provider, bool won)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var capture = (await desk.Capture(page)).Reference;

        desk.Controls.OpenDispute(capture);
        Assert.Equal(DisputeStatus.Open, (await desk.Capture(page)).Dispute);
        if (won) desk.Controls.WinDispute(capture);
        else desk.Controls.LoseDispute(capture);

        Assert.Equal(won ? DisputeStatus.Won : DisputeStatus.Lost, (await desk.Capture(page)).Dispute);
    }
}
