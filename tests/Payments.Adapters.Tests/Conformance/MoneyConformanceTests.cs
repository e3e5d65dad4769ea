using Booking.Contracts;
using Payments.Sandbox;
using Xunit;

namespace Payments.Adapters.Tests.Conformance;

/// <summary>What every provider must tell of money that came late, twice, in another amount, or in an unusual currency.</summary>
public sealed class MoneyConformanceTests
{
    [Theory]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task Money_that_comes_after_the_page_ended_is_seen(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();
        if (provider == PaymentProvider.Razorpay) desk.Controls.Decline(page);
        desk.Controls.Expire(page);

        desk.Controls.LateCapture(page);

        Assert.Equal(desk.Order.Amount, (await desk.Capture(page)).Amount);
    }

    [Theory]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    public async Task A_second_payment_of_one_page_is_seen_beside_the_first(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Paid();

        desk.Controls.SecondCapture(page);

        Assert.Equal(2, (await desk.Read(page)).Captures.Select(capture => capture.Reference).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Providers.WithPage), MemberType = typeof(Providers))]
    public async Task Another_amount_or_currency_than_was_asked_is_told_as_it_was_paid(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        var page = await desk.Create();

        desk.Controls.PayWrong(page, new(12_300, "EUR"));

        Assert.Equal(new Money(12_300, "EUR"), (await desk.Capture(page)).Amount);
    }

    [Theory]
    [MemberData(nameof(Providers.All), MemberType = typeof(Providers))]
    public async Task A_page_that_was_never_opened_is_unknown(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);

        Assert.Equal(CheckoutStatus.Unknown, (await desk.Read(null)).Status);
    }

    [Theory]
    [InlineData(PaymentProvider.Razorpay)]
    [InlineData(PaymentProvider.PayTabs)]
    [InlineData(PaymentProvider.Manual)]
    public async Task A_page_is_found_by_our_name_when_its_own_was_never_learnt(PaymentProvider provider)
    {
        await using var desk = await Desk.Open(provider);
        await desk.Paid();

        Assert.Equal(CheckoutStatus.Paid, (await desk.Read(null)).Status);
    }

    [Theory]
    [InlineData(PaymentProvider.Stripe, "USD", 20_010)]
    [InlineData(PaymentProvider.Stripe, "INR", 20_010)]
    [InlineData(PaymentProvider.Stripe, "AED", 20_010)]
    [InlineData(PaymentProvider.Stripe, "PKR", 20_010)]
    [InlineData(PaymentProvider.Stripe, "JPY", 20_010)]
    [InlineData(PaymentProvider.Stripe, "KWD", 295_990)]
    [InlineData(PaymentProvider.Stripe, "OMR", 295_990)]
    [InlineData(PaymentProvider.Stripe, "JOD", 295_990)]
    [InlineData(PaymentProvider.Stripe, "UGX", 50_000)]
    [InlineData(PaymentProvider.Stripe, "ISK", 5_000)]
    [InlineData(PaymentProvider.Razorpay, "USD", 20_010)]
    [InlineData(PaymentProvider.Razorpay, "INR", 20_010)]
    [InlineData(PaymentProvider.Razorpay, "AED", 20_010)]
    [InlineData(PaymentProvider.Razorpay, "PKR", 20_010)]
    [InlineData(PaymentProvider.Razorpay, "JPY", 20_010)]
    [InlineData(PaymentProvider.Razorpay, "KWD", 295_990)]
    [InlineData(PaymentProvider.Razorpay, "OMR", 295_990)]
    [InlineData(PaymentProvider.Razorpay, "JOD", 295_990)]
    [InlineData(PaymentProvider.PayTabs, "USD", 20_010)]
    [InlineData(PaymentProvider.PayTabs, "INR", 20_010)]
    [InlineData(PaymentProvider.PayTabs, "AED", 20_010)]
    [InlineData(PaymentProvider.PayTabs, "PKR", 20_010)]
    [InlineData(PaymentProvider.PayTabs, "JPY", 20_010)]
    [InlineData(PaymentProvider.PayTabs, "KWD", 295_990)]
    [InlineData(PaymentProvider.PayTabs, "OMR", 295_990)]
    [InlineData(PaymentProvider.PayTabs, "JOD", 295_990)]
    public async Task An_amount_arrives_and_comes_back_in_every_kind_of_currency(PaymentProvider provider, string currency, long amount)
    {
        await using var desk = await Desk.Open(provider);
        desk.Order = desk.Order with { Amount = new(amount, currency) };

        Assert.Equal(desk.Order.Amount, (await desk.Capture(await desk.Paid())).Amount);
    }

    [Fact]
    public async Task A_paytabs_page_that_its_cart_does_not_list_is_found_by_its_reference()
    {
        await using var desk = await Desk.Open(PaymentProvider.PayTabs, paytabs: merchant => merchant with { HidesOpenPages = true });

        Assert.Equal(CheckoutStatus.Pending, (await desk.Read(await desk.Create())).Status);
    }
}
