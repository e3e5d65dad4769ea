using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must keep straight when one thing follows another.</summary>
public sealed class SequenceConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_decline_and_then_a_payment_is_one_payment(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var declined = await desk.Create();
        desk.Controls.Decline(declined);

        // A page that a decline ends is followed by another.
        var ended = (await desk.Read(declined)).Status == CheckoutStatus.Failed;
        if (ended) desk.Order = desk.Order with { Operation = Guid.NewGuid(), Attempt = 2 };
        var page = ended ? await desk.Create() : declined;
        desk.Pay(page);

        Assert.Equal(desk.Order.Amount, (await desk.Capture(page)).Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task Two_parts_go_back_and_a_third_that_is_too_much_does_not(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();

        foreach (var number in new[] { 1, 2 }) Desk.Value(await desk.TryRefund((await desk.RefundOf(page, 8_000)) with { Number = number }));
        var third = await desk.TryRefund((await desk.RefundOf(page, 8_010)) with { Number = 3 });

        Assert.True(third.Failure is GatewayFailure.Permanent || third.Value?.Status == RefundStatus.Failed, $"{third}");
        Assert.Equal(16_000, (await desk.Capture(page)).Refunded.Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_refund_that_waits_and_then_fails_leaves_the_money_where_it_is(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        desk.Controls.RefundsStayPending(provider.ToString().ToLowerInvariant());
        var refund = Desk.Value(await desk.TryRefund(order));

        desk.Controls.FailRefund(refund.Reference!);

        Assert.Equal(RefundStatus.Failed, (await desk.Find(order, refund.Reference)).Status);
        Assert.Equal(0, (await desk.Capture(page)).Refunded.Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_refund_whose_answer_was_cut_is_a_doubt_that_a_look_ends(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();
        var order = await desk.RefundOf(page, 5_000);
        desk.Fault(SandboxOperation.Refund, FaultKind.Unreadable2xx);

        Assert.IsType<GatewayFailure.Ambiguous>((await desk.TryRefund(order)).Failure);

        Assert.Equal(RefundStatus.Succeeded, (await desk.Find(order)).Status);
        Assert.Equal(order.Amount, (await desk.Capture(page)).Refunded);
    }

    [Fact]
    public async Task What_is_sent_once_is_waited_for_longer_than_what_can_be_sent_again()
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs, attempt: TimeSpan.FromMilliseconds(20));
        desk.Controls.Fault(PaymentProvider.PayTabs, SandboxOperation.Create, FaultKind.Delay, wait: TimeSpan.FromMilliseconds(200));

        Assert.Null((await desk.TryCreate()).Failure);
    }

    [Fact]
    public async Task A_refund_that_follows_one_that_the_provider_never_had_is_seen()
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs);
        var page = await desk.Paid();
        Desk.Value(await desk.TryRefund((await desk.RefundOf(page, 5_000)) with { Number = 3 }));

        var key = desk.Order.Key with { Reference = page, Refunds = 3 };
        var read = Desk.Value(await desk.Gateway.GetStatus(desk.Account, key, CancellationToken.None));

        Assert.Equal(5_000, Assert.Single(read.Captures).Refunded.Amount);
    }
}
