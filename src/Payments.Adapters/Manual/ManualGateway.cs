using Booking.Contracts;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Manual;

/// <summary>
/// Money at the desk, through the same port: there is no page, no notification and no browser that returns, and people are the provider.
/// </summary>
public sealed class ManualGateway(ManualBook book) : IPaymentGateway
{
    public PaymentProvider Provider => PaymentProvider.Manual;

    /// <summary>
    /// How long money may be brought is the doctor's policy; a month is the bound here. A refund has its own name and is made
    /// once.
    /// </summary>
    public GatewayCapabilities Capabilities { get; } = new(
        HasPage: false, Duration.Zero, Duration.FromDays(31), CancelsCheckout: true, RefundReplay: Duration.FromDays(31));

    /// <summary>Anything above zero in any currency.</summary>
    public bool Takes(Money amount) => amount.Amount > 0 && Iso4217.Digits(amount.Currency) is not null;

    public bool GivesBack(Money amount) => Takes(amount);

    public string WriteCheckout(GatewayAccount account, CheckoutOrder order, Instant now) => order.Key.Ours;

    public Task<GatewayResult<OpenedCheckout>> CreateCheckout(GatewayAccount account, CheckoutOrder order, string request, CancellationToken ct)
    {
        book.Open(order.Key);
        return Task.FromResult<GatewayResult<OpenedCheckout>>(new OpenedCheckout(order.Key.Ours, null, order.ExpiresAt));
    }

    public Task<GatewayResult<CheckoutSnapshot>> GetStatus(GatewayAccount account, CheckoutKey checkout, CancellationToken ct) =>
        Task.FromResult<GatewayResult<CheckoutSnapshot>>(book.Read(checkout));

    public Task<GatewayResult<CheckoutClosing>> CancelCheckout(GatewayAccount account, CheckoutKey checkout, CancellationToken ct) =>
        Task.FromResult<GatewayResult<CheckoutClosing>>(book.Close(checkout));

    public string WriteRefund(GatewayAccount account, RefundOrder order) => order.Ours;

    public Task<GatewayResult<RefundSnapshot>> Refund(GatewayAccount account, RefundOrder order, string request, CancellationToken ct) =>
        Task.FromResult(book.Refund(order));

    public Task<GatewayResult<RefundSnapshot>> FindRefund(GatewayAccount account, RefundOrder order, string? reference, CancellationToken ct) =>
        Task.FromResult<GatewayResult<RefundSnapshot>>(book.Find(order) ?? new RefundSnapshot(null, RefundStatus.Unknown, null, "unknown"));

    public NotificationVerdict VerifyNotification(
        GatewayAccount account, Func<string, string?> header, ReadOnlySpan<byte> body, Instant receivedAt) =>
        new NotificationVerdict.Rejected("nobody notifies of money at the desk");

    public bool VerifyReturn(GatewayAccount account, string parameters) => false;
}
