using Booking.Contracts;
using Payments.Adapters.Stripe;
using Xunit;

namespace Payments.Adapters.Tests.Stripe;

public sealed class StripeAmountTests
{
    [Theory]
    [InlineData("USD", 20_000, 20_000)]
    [InlineData("JPY", 20_000, 20_000)]
    [InlineData("HUF", 123_45, 123_45)]
    [InlineData("KWD", 295_990, 295_990)]
    [InlineData("UGX", 5_000, 500_000)]
    [InlineData("ISK", 1, 100)]
    [InlineData("MGA", 500, 5)]
    public void An_amount_is_written_with_the_digits_of_stripe_and_read_back_as_it_was(string currency, long minor, long wire)
    {
        Assert.Equal(wire, StripeAmounts.ToWire(new(minor, currency)));
        Assert.Equal(new Money(minor, currency), StripeAmounts.ToMoney(wire, currency.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("KWD", 295_991)]
    [InlineData("MGA", 501)]
    [InlineData("USD", 49)]
    [InlineData("USD", 0)]
    [InlineData("USD", -100)]
    [InlineData("USD", 100_000_000)]
    [InlineData("UGX", 1_000_000)]
    [InlineData("EUR", long.MaxValue)]
    [InlineData("ISK", long.MaxValue)]
    [InlineData("CLF", 10_000)]
    [InlineData("usd", 20_000)]
    [InlineData("", 20_000)]
    public void What_stripe_cannot_charge_exactly_is_not_taken_and_never_rounded(string currency, long minor) =>
        Assert.Null(StripeAmounts.ToWire(new(minor, currency)));

    [Fact]
    public void A_part_that_goes_back_may_be_less_than_the_least_charge() => Assert.Equal(30, StripeAmounts.PartToWire(new(30, "USD")));

    [Theory]
    [InlineData(150L, "isk")]
    [InlineData(null, "usd")]
    [InlineData(150L, null)]
    [InlineData(150L, "dollars")]
    public void What_is_no_money_of_the_currency_is_not_read_as_money(long? amount, string? currency) =>
        Assert.Null(StripeAmounts.ToMoney(amount, currency));
}
