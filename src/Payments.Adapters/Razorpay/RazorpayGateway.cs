using Booking.Contracts;
using Microsoft.Extensions.Logging;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Razorpay;

/// <summary>Razorpay Payment Links: hosted, ending by themselves, closable.</summary>
public sealed class RazorpayGateway(GatewayOptions options, ILogger<RazorpayGateway> logger) : IPaymentGateway, IDisposable
{
    static readonly CheckoutSnapshot NoLink = new(null, CheckoutStatus.Unknown, "unknown", []);
    static readonly RefundSnapshot NoRefund = new(null, RefundStatus.Unknown, null, "unknown");

    readonly RazorpayReads reads = new(options, logger);

    public PaymentProvider Provider => PaymentProvider.Razorpay;

    /// <summary>
    /// Links live 15 minutes to 6 months. For how long the key of a refund is kept is not published: 23 hours, as with others; a refund
    /// is found by its receipt at any time.
    /// </summary>
    public GatewayCapabilities Capabilities { get; } = new(
        HasPage: true, Duration.FromMinutes(15), Duration.FromDays(180), CancelsCheckout: true, RefundReplay: Duration.FromHours(23));

    /// <summary>At least 1.00 INR; of three digits the last must be zero. No most is published.</summary>
    public bool Takes(Money amount) => RazorpayAmounts.ToWire(amount) is not null;

    public bool GivesBack(Money amount) => RazorpayAmounts.PartToWire(amount) is not null;

    public string WriteCheckout(GatewayAccount account, CheckoutOrder order, Instant now) => RazorpayRequests.Link(order);

    /// <summary>
    /// Opens a link. Its reference can be used once, so that a repeat is refused, and the link of the first send is found and
    /// adopted.
    /// </summary>
    public async Task<GatewayResult<OpenedCheckout>> CreateCheckout(GatewayAccount account, CheckoutOrder order, string request, CancellationToken ct)
    {
        var answer = await reads.Client.Send(reads.Post(account, "create", "v1/payment_links", request, key: null), ct);
        if (RazorpayErrors.IsReferenceUsed(answer)) return await Adopt(account, order, ct);
        if (!answer.Succeeded) return RazorpayErrors.Read(answer);
        return answer.Json is { } link && RazorpayAnswers.Opened(link) is { } opened ? opened : answer.Unreadable();
    }

    public async Task<GatewayResult<CheckoutSnapshot>> GetStatus(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var (link, unread) = await reads.Link(account, checkout, ct);
        if (unread is not null) return unread;
        if (link is null) return NoLink;
        var (payments, failure) = await reads.Payments(account, link.Value, ct);
        if (failure is not null) return failure;
        var disputes = new Dictionary<string, DisputeStatus>(StringComparer.Ordinal);
        if (payments!.Any(RazorpayAnswers.IsCaptured))
        {
            (var found, failure) = await reads.Disputes(account, ct);
            if (failure is not null) return failure;
            disputes = found!;
        }

        return RazorpayAnswers.Snapshot(link.Value, payments!, id => disputes.GetValueOrDefault(id)) is { } snapshot
            ? snapshot
            : new GatewayFailure.Transient("unreadable link or payment");
    }

    /// <summary>Closes a link that nobody has paid. A refusal says only in words why, so the link is read.</summary>
    public async Task<GatewayResult<CheckoutClosing>> CancelCheckout(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var (link, unread) = await reads.Link(account, checkout, ct);
        if (unread is not null) return unread;
        if (link?.Text("id") is not { } id) return CheckoutClosing.AlreadyClosed;
        var answer = await reads.Client.Send(reads.Post(account, "cancel", $"v1/payment_links/{RazorpayReads.Escape(id)}/cancel", "", key: null), ct);
        if (answer.Succeeded) return answer.Json.Text("status") == "cancelled" ? CheckoutClosing.Closed : answer.Unreadable();
        if (answer.Status is not (400 or 404)) return RazorpayErrors.Read(answer);
        var (snapshot, failure) = await GetStatus(account, checkout, ct);
        return snapshot?.Status switch
        {
            null => failure!,
            CheckoutStatus.Paid or CheckoutStatus.Processing => CheckoutClosing.AlreadyPaid,
            CheckoutStatus.Pending => RazorpayErrors.Read(answer),
            _ => CheckoutClosing.AlreadyClosed,
        };
    }

    public string WriteRefund(GatewayAccount account, RefundOrder order) => RazorpayRequests.Refund(order);

    public async Task<GatewayResult<RefundSnapshot>> Refund(GatewayAccount account, RefundOrder order, string request, CancellationToken ct)
    {
        var path = $"v1/payments/{RazorpayReads.Escape(order.Capture)}/refund";
        var answer = await reads.Client.Send(reads.Post(account, "refund", path, request, $"refund-{order.Operation:N}"), ct);
        if (!answer.Succeeded) return RazorpayErrors.Read(answer);
        return answer.Json is { } refund && RazorpayAnswers.Refund(refund) is { } snapshot ? snapshot : answer.Unreadable();
    }

    /// <summary>By Razorpay's id, else among the newest 100 refunds of the payment by ours.</summary>
    public async Task<GatewayResult<RefundSnapshot>> FindRefund(GatewayAccount account, RefundOrder order, string? reference, CancellationToken ct)
    {
        var path =
            reference is null ? $"v1/payments/{RazorpayReads.Escape(order.Capture)}/refunds?count=100" : $"v1/refunds/{RazorpayReads.Escape(reference)}";
        var answer = await reads.Client.Send(reads.Get(account, "find refund", path), ct);
        if (RazorpayReads.IsNoSuchId(answer)) return NoRefund;
        if (!answer.Succeeded) return RazorpayErrors.Read(answer);
        if (answer.Json is not { } json || (reference is null && json.Child("items") is null)) return answer.Unreadable();
        var refund = reference is null ? RazorpayAnswers.Ours(json, order.Ours) : json;
        if (refund is null) return NoRefund;
        return RazorpayAnswers.Refund(refund.Value) is { } found ? found : answer.Unreadable();
    }

    public NotificationVerdict VerifyNotification(
        GatewayAccount account, Func<string, string?> header, ReadOnlySpan<byte> body, Instant receivedAt) =>
        RazorpayNotifications.Verify((RazorpayAccount)account, header("X-Razorpay-Signature"), body);

    public bool VerifyReturn(GatewayAccount account, string parameters) => RazorpayNotifications.IsReturnSigned((RazorpayAccount)account, parameters);

    public void Dispose() => reads.Client.Dispose();

    async Task<GatewayResult<OpenedCheckout>> Adopt(GatewayAccount account, CheckoutOrder order, CancellationToken ct)
    {
        var (link, failure) = await reads.Link(account, order.Key, ct);
        if (failure is not null) return new GatewayFailure.Ambiguous($"reference used, link unread: {failure.Detail}");
        return link is { } found && RazorpayAnswers.Opened(found) is { } opened
            ? opened
            : new GatewayFailure.Ambiguous("reference used, link not found");
    }
}
