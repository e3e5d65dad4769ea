using Booking.Contracts;

namespace Payments.Adapters;

/// <summary>A decision to give money back.</summary>
/// <param name="Operation">The id of the decision; the idempotency key is made of it.</param>
/// <param name="Attempt">The page through which the money came.</param>
/// <param name="Number">From 1 within the payment.</param>
/// <param name="Capture">The provider's id of the payment that is given back.</param>
/// <param name="Amount">At most what was captured.</param>
public sealed record RefundOrder(Guid Operation, Guid Payment, int Attempt, int Number, string Capture, Money Amount)
{
    /// <summary>Our name for it on the wire, the same at every repeat.</summary>
    public string Ours => $"{Payment:N}-{Attempt}-r{Number}";
}

public enum RefundStatus
{
    /// <summary>The provider has none.</summary>
    Unknown,

    /// <summary>Taken on, not done.</summary>
    Pending,

    /// <summary>Done; may still fail later.</summary>
    Succeeded,

    /// <summary>The money is back with the clinic.</summary>
    Failed,
}

/// <param name="Reference">The provider's id; null when it has none.</param>
/// <param name="Amount">As the provider has it; null when it has none.</param>
/// <param name="RawStatus">In the provider's words, for ops.</param>
public sealed record RefundSnapshot(string? Reference, RefundStatus Status, Money? Amount, string RawStatus);
