namespace Payments.Sandbox;

/// <param name="Status">Of the receiver's answer; null when there was none within 5 s.</param>
public sealed record DeliveryAttempt(Instant At, int? Status);

/// <summary>A webhook to be brought to its receiver. Changed only with the world locked.</summary>
public sealed class Delivery
{
    public required string Id { get; init; }
    public required PaymentProvider Provider { get; init; }

    /// <summary>The account it is of; see <see cref="SandboxAccount.Id"/>.</summary>
    public required string Account { get; init; }

    public required Uri Url { get; init; }

    /// <summary>The provider's id of the event, the same at every attempt.</summary>
    public required string Event { get; init; }

    public required string Type { get; init; }

    /// <summary>Sent byte for byte as UTF-8.</summary>
    public required string Body { get; init; }

    /// <summary>The secret that was in force when it happened, for a provider that signs retries with it; null where the present ones sign.</summary>
    public string? Secret { get; init; }

    /// <summary>As <see cref="IProviderSandbox.RetryWaits"/>, where this delivery has a schedule of its own; null otherwise.</summary>
    public IReadOnlyList<Duration>? RetryWaits { get; init; }

    /// <summary>When the next attempt is due, in sandbox time; null when there is none.</summary>
    public Instant? Due { get; set; }

    /// <summary>Whether the receiver has accepted it.</summary>
    public bool Delivered { get; set; }

    public List<DeliveryAttempt> Attempts { get; init; } = [];
}
