using Booking.Contracts;

namespace Booking.Service;

/// <summary>Checked arithmetic on money. Two currencies never meet; that is a bug and throws.</summary>
public static class MoneyMath
{
    extension(Money money)
    {
        public bool IsZero => money.Amount == 0;

        public static Money Zero(string currency) => new(0, currency);

        public static Money operator +(Money a, Money b) => new(checked(a.Amount + Same(a, b)), a.Currency);

        public static Money operator -(Money a, Money b) => new(checked(a.Amount - Same(a, b)), a.Currency);

        /// <summary>A share, rounded half up to the minor unit.</summary>
        /// <param name="percent">0 to 100.</param>
        public Money Percent(int percent)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(percent);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
            return money with { Amount = (long)(((Int128)money.Amount * percent + 50) / 100) };
        }
    }

    static long Same(Money a, Money b) => a.Currency == b.Currency
        ? b.Amount
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} do not add up.");
}
