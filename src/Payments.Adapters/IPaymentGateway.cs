using Booking.Contracts;
using NodaTime;

namespace Payments.Adapters;

/// <summary>
/// One payment provider. Building and reading of what goes over the wire is pure; sending is all that is not. Every operation may be
/// repeated with the same arguments: that is how an unknown outcome is found out.
/// </summary>
public interface IPaymentGateway
{
    PaymentProvider Provider { get; }

    GatewayCapabilities Capabilities { get; }

    /// <summary>Whether the provider can charge exactly this, by its own table of currencies and limits. Nothing is ever rounded to fit.</summary>
    bool Takes(Money amount);

    /// <summary>Whether the provider can give exactly this back as a part of what it took.</summary>
    bool GivesBack(Money amount);

    /// <summary>
    /// The exact request that opens a page. It is stored before it is first sent and sent unchanged at every repeat, because a provider
    /// refuses the same idempotency key with other parameters. Holds no secret and nothing personal.
    /// </summary>
    /// <param name="now">When it is written: a lifetime may have to be told relative to it.</param>
    string WriteCheckout(GatewayAccount account, CheckoutOrder order, Instant now);

    /// <summary>Opens a page where a person can pay.</summary>
    /// <param name="request">What <see cref="WriteCheckout"/> wrote.</param>
    Task<GatewayResult<OpenedCheckout>> CreateCheckout(GatewayAccount account, CheckoutOrder order, string request, CancellationToken ct);

    /// <summary>What the provider knows of one page and the money that came through it.</summary>
    /// <returns><see cref="CheckoutStatus.Unknown"/> when it knows no such page.</returns>
    Task<GatewayResult<CheckoutSnapshot>> GetStatus(GatewayAccount account, CheckoutKey checkout, CancellationToken ct);

    /// <summary>Closes a page, so that nobody pays there any more. What a refusal to close means is found by a read that follows it.</summary>
    Task<GatewayResult<CheckoutClosing>> CancelCheckout(GatewayAccount account, CheckoutKey checkout, CancellationToken ct);

    /// <summary>The exact request that gives money back; stored before it is first sent, as with <see cref="WriteCheckout"/>.</summary>
    string WriteRefund(GatewayAccount account, RefundOrder order);

    /// <summary>
    /// Gives money back. May be sent again after an unknown outcome only within <see cref="GatewayCapabilities.RefundReplay"/>; later, and
    /// where there is no replay, <see cref="FindRefund"/> is asked first.
    /// </summary>
    /// <param name="request">What <see cref="WriteRefund"/> wrote.</param>
    Task<GatewayResult<RefundSnapshot>> Refund(GatewayAccount account, RefundOrder order, string request, CancellationToken ct);

    /// <summary>Looks for a refund of ours by our own ids, so that it is found when its answer was lost.</summary>
    /// <param name="reference">The provider's id of it, when that is known.</param>
    /// <returns><see cref="RefundStatus.Unknown"/> when the provider has none.</returns>
    Task<GatewayResult<RefundSnapshot>> FindRefund(GatewayAccount account, RefundOrder order, string? reference, CancellationToken ct);

    /// <summary>Whether a notification is genuine, and what it is about. What it says of money is not believed: it is a reason to ask.</summary>
    /// <param name="header">Reads a request header by name; null when it is not there, all values joined by a comma when it stands several times.</param>
    /// <param name="body">The bytes as they came.</param>
    NotificationVerdict VerifyNotification(GatewayAccount account, Func<string, string?> header, ReadOnlySpan<byte> body, Instant receivedAt);

    /// <summary>Whether the browser that comes back from a page brings the provider's signature. It changes nothing but when the provider is asked.</summary>
    /// <param name="parameters">The query string or form as it came, undecoded, without a leading question mark.</param>
    bool VerifyReturn(GatewayAccount account, string parameters);
}
