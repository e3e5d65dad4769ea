using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must do with a page, against a sandbox that has state and refuses what the real one refuses.</summary>
public sealed class CheckoutConformanceTests
{
    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task An_opened_page_is_pending_and_ends_when_it_was_ordered_to(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);

        var opened = Desk.Value(await desk.TryCreate());

        Assert.Equal(desk.Gateway.Capabilities.HasPage, opened.Url is not null);
        Assert.Equal(desk.Order.ExpiresAt, opened.ExpiresAt);
        Assert.Equal(CheckoutStatus.Pending, (await desk.Read(opened.Reference)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task A_paid_page_tells_how_much_was_captured_and_for_which_payment(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);

        var snapshot = await desk.Read(await desk.Paid());

        Assert.Equal(CheckoutStatus.Paid, snapshot.Status);
        var capture = Assert.Single(snapshot.Captures);
        Assert.Equal((desk.Order.Amount, 0, DisputeStatus.None, desk.Order.Payment), (capture.Amount, capture.Refunded.Amount, capture.Dispute, capture.Payment));
        Assert.NotEqual(true, capture.Live);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, CheckoutStatus.Pending)]
    [InlineData(PaymentProvider.Razorpay, CheckoutStatus.Pending)]
    [InlineData(PaymentProvider.PayTabs, CheckoutStatus.Failed)]
    public async Task A_declined_attempt_is_no_payment(PaymentProvider provider, CheckoutStatus expected)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();

        desk.Controls.Decline(page);

        Assert.Equal(expected, (await desk.Read(page)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_page_whose_time_ran_out_is_expired(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();

        desk.Controls.Advance(NodaTime.Duration.FromMinutes(41));

        Assert.Equal(CheckoutStatus.Expired, (await desk.Read(page)).Status);
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task A_payment_on_its_way_is_processing_until_it_arrives(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();

        desk.Controls.Hold(page);
        Assert.Equal(CheckoutStatus.Processing, (await desk.Read(page)).Status);
        desk.Controls.Settle(page);

        Assert.Equal(CheckoutStatus.Paid, (await desk.Read(page)).Status);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, CheckoutStatus.Failed)]
    [InlineData(PaymentProvider.Razorpay, CheckoutStatus.Pending)]
    [InlineData(PaymentProvider.PayTabs, CheckoutStatus.Failed)]
    public async Task A_payment_that_fails_on_its_way_is_no_payment(PaymentProvider provider, CheckoutStatus expected)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();
        desk.Controls.Hold(page);

        desk.Controls.Fail(page);

        Assert.Equal(expected, (await desk.Read(page)).Status);
    }
}
