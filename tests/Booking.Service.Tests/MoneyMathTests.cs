using Booking.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Booking.Service.Tests;

public sealed class MoneyMathTests
{
    static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(1000);

    static readonly Arbitrary<(long A, long B, int Percent)> Amounts =
        (from a in Any
         from b in Any
         from percent in Gen.Choose(0, 100)
         select (a, b, percent)).ToArbitrary();

    static Gen<long> Any => Gen.Frequency(
        (3, Gen.Choose(0, 100_000).Select(value => (long)value)),
        (2, Gen.Choose(0, int.MaxValue).Select(value => (long)value * int.MaxValue)),
        (1, Gen.Elements(0, 1, 49, 50, 51, 99, long.MaxValue - 1, long.MaxValue)));

    static Money Usd(long amount) => new(amount, "USD");

    [Fact]
    public void A_share_is_the_nearest_minor_unit_and_half_of_one_counts_as_one() => Prop.ForAll(Amounts, sample =>
    {
        var share = Usd(sample.A).Percent(sample.Percent).Amount;
        var hundredths = ((Int128)sample.A * sample.Percent) - ((Int128)share * 100);
        return hundredths >= -50 && hundredths < 50;
    }).Check(Runs);

    [Fact]
    public void A_share_and_the_rest_are_the_whole_and_neither_is_negative() => Prop.ForAll(Amounts, sample =>
    {
        var (whole, share) = (Usd(sample.A), Usd(sample.A).Percent(sample.Percent));
        var rest = whole - share;
        return share + rest == whole && share.Amount >= 0 && rest.Amount >= 0;
    }).Check(Runs);

    [Fact]
    public void More_percent_is_never_less_money() => Prop.ForAll(Amounts, sample =>
        sample.Percent == 100 || Usd(sample.A).Percent(sample.Percent).Amount <= Usd(sample.A).Percent(sample.Percent + 1).Amount).Check(Runs);

    [Fact]
    public void Sums_are_exact_or_throw() => Prop.ForAll(Amounts, sample =>
    {
        var exact = (Int128)sample.A + sample.B;
        return exact > long.MaxValue ? Throws<OverflowException>(() => Usd(sample.A) + Usd(sample.B)) : (Usd(sample.A) + Usd(sample.B)).Amount == exact;
    }).Check(Runs);

    [Fact]
    public void Differences_are_exact_or_throw()
    {
        Assert.Equal(Usd(-5), Usd(5) - Usd(10));
        Assert.Throws<OverflowException>(() => Usd(long.MinValue) - Usd(1));
    }

    [Fact]
    public void Two_currencies_never_meet()
    {
        Assert.Throws<InvalidOperationException>(() => Usd(1) + new Money(1, "AED"));
        Assert.Throws<InvalidOperationException>(() => Usd(1) - new Money(1, "usd"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void A_share_is_of_no_less_than_nothing_and_no_more_than_all(int percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Usd(100).Percent(percent));

    [Fact]
    public void All_and_nothing_are_exact_at_the_edge() =>
        Assert.Equal((Usd(long.MaxValue), Usd(0)), (Usd(long.MaxValue).Percent(100), Usd(long.MaxValue).Percent(0)));

    static bool Throws<T>(Func<object> act) where T : Exception
    {
        try
        {
            _ = act();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }
}
