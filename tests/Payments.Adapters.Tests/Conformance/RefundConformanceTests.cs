using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must do when money goes back: once, however often it is asked.</summary>
public sealed class RefundConformanceTests
{
    [Theory]
    [InlineData(PaymentProvider.Stripe, 20_000)]
    [InlineData(PaymentProvider.Stripe, 30)]
    [InlineData(PaymentProvider.Razorpay, 20_000)]
    [InlineData(PaymentProvider.Razorpay, 5_000)]
    [InlineData(PaymentProvider.PayTabs, 20_000)]
    [InlineData(PaymentProvider.PayTabs, 5_000)]
    [InlineData(PaymentProvider.Manual, 20_000)]
    [InlineData(PaymentProvider.Manual, 5_000)]
    public async Task All_or_a_part_goes_back_and_is_seen_at_the_payment(PaymentProvider provider, long amount)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, amount);

        var refund = Desk.Value(await desk.TryRefund(order));

        Assert.Equal((RefundStatus.Succeeded, order.Amount), (refund.Status, refund.Amount));
        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
        Assert.Equal(refund, await desk.Find(order));
        Assert.Equal(refund, await desk.Find(order, refund.Reference));
    }

    [Theory]
    [MemberData(nameof(Providers.Closing), MemberType = typeof(Providers))]
    public async Task A_repeated_refund_is_the_same_refund(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);

        Assert.Equal(Desk.Value(await desk.TryRefund(order)), Desk.Value(await desk.TryRefund(order)));
        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Stripe, FaultKind.DropRequest)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.DropResponse)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.DropRequest)]
    [InlineData(PaymentProvider.Razorpay, FaultKind.Status500)]
    public async Task A_lost_refund_answer_never_pays_twice(PaymentProvider provider, FaultKind fault)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        desk.Fault(SandboxOperation.Refund, fault);

        Assert.Equal(RefundStatus.Succeeded, Desk.Value(await desk.TryRefund(order)).Status);

        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_paytabs_refund_whose_answer_was_lost_is_found_and_its_repeat_refused(bool errorsAsOk)
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs, paytabs: merchant => merchant with { ErrorsAsOk = errorsAsOk });
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        desk.Fault(SandboxOperation.Refund, FaultKind.DropResponse);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryRefund(order)).Failure);
        Assert.IsType<GatewayFailure.AlreadyDone>((await desk.TryRefund(order)).Failure);

        Assert.Equal(RefundStatus.Succeeded, (await desk.Find(order)).Status);
        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
    }

    [Fact]
    public async Task A_paytabs_refund_that_never_arrived_is_unknown()
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs);
        var order = await desk.RefundOf(await desk.Paid(), 5_000);
        desk.Fault(SandboxOperation.Refund, FaultKind.DropRequest);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryRefund(order)).Failure);
        Assert.Equal(RefundStatus.Unknown, (await desk.Find(order)).Status);
        Assert.Equal(1, desk.Asked(SandboxOperation.Refund));
    }

    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task A_refund_that_was_never_asked_for_is_unknown(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);

        Assert.Equal(RefundStatus.Unknown, (await desk.Find(await desk.RefundOf(await desk.Paid(), 5_000))).Status);
    }
}
