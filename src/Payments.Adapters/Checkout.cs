using Booking.Contracts;
using NodaTime;

namespace Payments.Adapters;

/// <summary>A decision to open one page. Everything that the request is made of, fixed before the first send.</summary>
/// <param name="Operation">The id of the decision; the idempotency key is made of it.</param>
/// <param name="Payment">Our payment, which the provider gets as reference.</param>
/// <param name="Attempt">1 for the first page of a payment.</param>
/// <param name="Description">What the payer sees, 1 to 127 characters; nothing personal or medical.</param>
/// <param name="ReturnUrl">Where the browser goes after the page, paid or not.</param>
/// <param name="CallbackUrl">Where notifications go, for providers that are told with each request.</param>
/// <param name="ExpiresAt">When the page ends, in whole seconds.</param>
public sealed record CheckoutOrder(
    Guid Operation, Guid Payment, int Attempt, Money Amount, string Description, Uri ReturnUrl, Uri CallbackUrl, Instant ExpiresAt)
{
    /// <summary>Its key while the provider's own id is not known.</summary>
    public CheckoutKey Key => new(Payment, Attempt, null);
}

/// <summary>Names a page: by the provider's id when it is known, else by ours.</summary>
/// <param name="Reference">The provider's id of the page.</param>
/// <param name="Refunds">
/// The highest number of a refund of the payment, by whomever; 0 for none. Providers that do not list refunds are asked for each up to it.
/// </param>
public sealed record CheckoutKey(Guid Payment, int Attempt, string? Reference, int Refunds = 0)
{
    /// <summary>Our name for it on the wire: unique per page, 34 characters or so, within every provider's limit.</summary>
    public string Ours => $"{Payment:N}-{Attempt}";
}

/// <param name="Reference">The provider's id of the page.</param>
/// <param name="Url">Where a person pays; null for a provider without a page.</param>
/// <param name="ExpiresAt">When the provider closes it.</param>
public sealed record OpenedCheckout(string Reference, Uri? Url, Instant ExpiresAt);

/// <summary>What became of an attempt to close a page. A read follows each but <see cref="Closed"/>.</summary>
public enum CheckoutClosing
{
    /// <summary>Closed by this call.</summary>
    Closed,

    /// <summary>Was closed already, unpaid.</summary>
    AlreadyClosed,

    /// <summary>Money came first.</summary>
    AlreadyPaid,

    /// <summary>The provider cannot; it ends by its lifetime.</summary>
    NotSupported,
}

public enum CheckoutStatus
{
    /// <summary>The provider knows no such page.</summary>
    Unknown,

    /// <summary>Open, not paid.</summary>
    Pending,

    /// <summary>A payment is on its way or held; it may still fail.</summary>
    Processing,

    /// <summary>Money was captured.</summary>
    Paid,

    /// <summary>Dead after a failed or abandoned payment.</summary>
    Failed,

    /// <summary>Its time ran out or it was closed, unpaid.</summary>
    Expired,
}

/// <summary>What the provider knows of a page at one moment.</summary>
/// <param name="Reference">The provider's id of the page; null when it is unknown.</param>
/// <param name="RawStatus">In the provider's words, for ops.</param>
/// <param name="Captures">All money that came through it; normally one, more when a late payment met a second one.</param>
public sealed record CheckoutSnapshot(string? Reference, CheckoutStatus Status, string RawStatus, IReadOnlyList<CaptureSnapshot> Captures);

/// <summary>Money that a provider says it has captured, with what it says it is for: to be compared before it is believed.</summary>
/// <param name="Reference">The provider's id of the payment; refunds name it.</param>
/// <param name="Amount">What the payer was charged.</param>
/// <param name="Refunded">How much of it went back, or is on its way, by anybody's doing. Never falls, unless a refund fails.</param>
/// <param name="Payment">Our payment's id as the provider has it; null when it has none.</param>
/// <param name="Account">The provider's id of the account that was paid, when it says so and it can be compared; null otherwise.</param>
/// <param name="Live">Whether it is real money; null when the provider does not say.</param>
public sealed record CaptureSnapshot(
    string Reference, Money Amount, Money Refunded, DisputeStatus Dispute, Guid? Payment, string? Account, bool? Live);

public enum DisputeStatus
{
    None,

    /// <summary>The payer's bank asks; the money may go.</summary>
    Open,

    /// <summary>Decided for the clinic.</summary>
    Won,

    /// <summary>The money is gone.</summary>
    Lost,
}
