namespace Payments.Sandbox;

/// <summary>Money that a provider has taken, and what became of it, by the provider's own books.</summary>
/// <param name="Merchant">What the merchant called the checkout through which it came.</param>
/// <param name="Captured">As charged, in ISO 4217 minor units.</param>
/// <param name="Refunds">Those that the provider has made or is making, each its own entry; failed ones are not there.</param>
public sealed record LedgerEntry(PaymentProvider Provider, string Id, string Merchant, Money Captured, IReadOnlyList<LedgerRefund> Refunds)
{
    /// <summary>What has arrived at the payer's, in minor units.</summary>
    public long GivenBack => Refunds.Where(r => !r.Pending).Sum(r => r.Amount);
}

/// <param name="Amount">In minor units of the capture's currency.</param>
/// <param name="Pending">Taken on and not done yet.</param>
public sealed record LedgerRefund(string Id, long Amount, bool Pending);
