namespace Payments.Adapters;

/// <summary>What a notification turned out to be.</summary>
public abstract record NotificationVerdict
{
    /// <summary>Not from the provider, too old, or not readable: answered with 400 and forgotten.</summary>
    /// <param name="Reason">For the log; holds nothing of the body.</param>
    public sealed record Rejected(string Reason) : NotificationVerdict;

    /// <summary>Genuine and of no concern.</summary>
    public sealed record Ignored(string Type) : NotificationVerdict;

    /// <summary>Genuine, and a reason to ask the provider about a payment.</summary>
    /// <param name="Key">The same at every delivery of it and part of what is signed: an event's id, or the SHA-256 of the body.</param>
    /// <param name="Type">In the provider's words.</param>
    /// <param name="Payment">Our payment, when it names one.</param>
    /// <param name="Capture">The provider's id of the payment, when it names one: a dispute has no more than that.</param>
    public sealed record Accepted(string Key, string Type, Guid? Payment, string? Capture) : NotificationVerdict;
}
