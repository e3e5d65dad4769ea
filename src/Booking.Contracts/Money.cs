namespace Booking.Contracts;

/// <summary>An amount of money as it is written on the wire: <c>{"amount": 20000, "currency": "USD"}</c>.</summary>
/// <param name="Amount">Minor units of the currency; 20000 is USD 200, JPY 20000 or KWD 20.</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
public sealed record Money(long Amount, string Currency);
