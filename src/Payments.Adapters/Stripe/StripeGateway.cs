using System.Text.Json;
using Booking.Contracts;
using Microsoft.Extensions.Logging;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.Stripe;

/// <summary>Stripe Checkout: hosted sessions, refunds, signed events.</summary>
public sealed class StripeGateway(GatewayOptions options, ILogger<StripeGateway> logger) : IPaymentGateway, IDisposable
{
    readonly WireClient client = new("stripe", options, StripeErrors.WorthAgain, logger);

    public PaymentProvider Provider => PaymentProvider.Stripe;

    /// <summary>Sessions live 30 minutes to 24 hours. Keys are kept for 24 hours at least; one less is left for a clock that differs.</summary>
    public GatewayCapabilities Capabilities { get; } = new(
        HasPage: true, Duration.FromMinutes(30), Duration.FromHours(24), CancelsCheckout: true, RefundReplay: Duration.FromHours(23));

    /// <summary>At most 8 digits; at least 0.50 USD (Stripe's least amounts of other currencies follow its rates and are left to it).</summary>
    public bool Takes(Money amount) => StripeAmounts.ToWire(amount) is not null;

    public bool GivesBack(Money amount) => StripeAmounts.PartToWire(amount) is not null;

    public string WriteCheckout(GatewayAccount account, CheckoutOrder order, Instant now) => StripeRequests.Checkout(order);

    public async Task<GatewayResult<OpenedCheckout>> CreateCheckout(GatewayAccount account, CheckoutOrder order, string request, CancellationToken ct)
    {
        var answer = await client.Send(Post(account, "create", "v1/checkout/sessions", request, $"checkout-{order.Operation:N}"), ct);
        if (!answer.Succeeded) return StripeErrors.Read(answer);
        if (answer.Json?.Flag("livemode") == !account.Live) return new GatewayFailure.Permanent("livemode", "the key is of the other mode");
        return answer.Json is { } session && StripeAnswers.Opened(session) is { } opened ? opened : answer.Unreadable();
    }

    /// <summary>
    /// Stripe cannot be asked by our id. A page whose id was never learnt has an address that nobody was given, so that nothing can have
    /// been paid there: it is <see cref="CheckoutStatus.Unknown"/>.
    /// </summary>
    public async Task<GatewayResult<CheckoutSnapshot>> GetStatus(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var unknown = new CheckoutSnapshot(null, CheckoutStatus.Unknown, "unknown", []);
        if (checkout.Reference is not { } id) return unknown;
        var answer = await client.Send(Get(account, "read", $"v1/checkout/sessions/{Escape(id)}?expand%5B%5D=payment_intent.latest_charge"), ct);
        if (answer.IsMissing) return unknown;
        if (!answer.Succeeded) return StripeErrors.Read(answer);
        if (answer.Json is not { } session) return answer.Unreadable();
        var (dispute, failure) = await Dispute(account, session, ct);
        if (failure is not null) return failure;
        return StripeAnswers.Snapshot(session, dispute) is { } snapshot ? snapshot : answer.Unreadable();
    }

    /// <summary>Closes an open session. Of a refusal Stripe says only in words why, so it is read.</summary>
    public async Task<GatewayResult<CheckoutClosing>> CancelCheckout(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        if (checkout.Reference is not { } id) return CheckoutClosing.AlreadyClosed;
        var answer = await client.Send(Post(account, "cancel", $"v1/checkout/sessions/{Escape(id)}/expire", "", null), ct);
        if (answer.Succeeded) return answer.Json.Text("status") == "expired" ? CheckoutClosing.Closed : answer.Unreadable();
        if (answer.Status is not (400 or 404)) return StripeErrors.Read(answer);
        var (snapshot, failure) = await GetStatus(account, checkout, ct);
        return snapshot?.Status switch
        {
            null => failure!,
            CheckoutStatus.Paid or CheckoutStatus.Processing => CheckoutClosing.AlreadyPaid,
            CheckoutStatus.Pending => StripeErrors.Read(answer),
            _ => CheckoutClosing.AlreadyClosed,
        };
    }

    public string WriteRefund(GatewayAccount account, RefundOrder order) => StripeRequests.Refund(order);

    public async Task<GatewayResult<RefundSnapshot>> Refund(GatewayAccount account, RefundOrder order, string request, CancellationToken ct)
    {
        var answer = await client.Send(Post(account, "refund", "v1/refunds", request, $"refund-{order.Operation:N}"), ct);
        if (!answer.Succeeded) return StripeErrors.Read(answer);
        return answer.Json is { } refund && StripeAnswers.Refund(refund) is { } snapshot ? snapshot : answer.Unreadable();
    }

    /// <summary>By Stripe's id, else among the newest 100 refunds of the payment by ours.</summary>
    public async Task<GatewayResult<RefundSnapshot>> FindRefund(GatewayAccount account, RefundOrder order, string? reference, CancellationToken ct)
    {
        var path = reference is null ? $"v1/refunds?payment_intent={Escape(order.Capture)}&limit=100" : $"v1/refunds/{Escape(reference)}";
        var answer = await client.Send(Get(account, "find refund", path), ct);
        var unknown = new RefundSnapshot(null, RefundStatus.Unknown, null, "unknown");
        if (answer.IsMissing) return unknown;
        if (!answer.Succeeded) return StripeErrors.Read(answer);
        if (answer.Json is not { } json || (reference is null && json.Child("data") is null)) return answer.Unreadable();
        var refund = reference is null ? StripeAnswers.Ours(json, order.Ours) : json;
        if (refund is null) return unknown;
        return StripeAnswers.Refund(refund.Value) is { } found ? found : answer.Unreadable();
    }

    public NotificationVerdict VerifyNotification(
        GatewayAccount account, Func<string, string?> header, ReadOnlySpan<byte> body, Instant receivedAt) =>
        StripeNotifications.Verify((StripeAccount)account, header("Stripe-Signature"), body, receivedAt);

    /// <summary>Stripe signs nothing that a browser brings back.</summary>
    public bool VerifyReturn(GatewayAccount account, string parameters) => false;

    public void Dispose() => client.Dispose();

    // A charge says that it was disputed, for ever, but not how that ended.
    async Task<(DisputeStatus Status, GatewayFailure? Failure)> Dispute(GatewayAccount account, JsonElement session, CancellationToken ct)
    {
        if (StripeAnswers.Paid(session) is not { } paid || paid.Charge.Flag("disputed") != true) return (DisputeStatus.None, null);
        if (paid.Charge.Text("id") is not { } charge) return (DisputeStatus.Open, null);
        var answer = await client.Send(Get(account, "read disputes", $"v1/disputes?charge={Escape(charge)}&limit=10"), ct);
        if (answer.Json is { } list && answer.Succeeded) return (StripeAnswers.Dispute(list) is not DisputeStatus.None and var found ? found : DisputeStatus.Open, null);

        // A restricted key may not read disputes: that there is one is known all the same.
        var failure = StripeErrors.Read(answer);
        return failure is GatewayFailure.Permanent ? (DisputeStatus.Open, null) : (DisputeStatus.None, failure);
    }

    WireCall Get(GatewayAccount account, string operation, string path) =>
        new(operation, HttpMethod.Get, new(options.Stripe, path), Again: true, Reads: true, Headers(account, null));

    // Every POST may be repeated: with a key Stripe replays it, and a session is expired only once.
    WireCall Post(GatewayAccount account, string operation, string path, string form, string? key) =>
        new(operation, HttpMethod.Post, new(options.Stripe, path), Again: true, Reads: false, Headers(account, key))
        {
            Body = (form, "application/x-www-form-urlencoded"),
        };

    static Action<System.Net.Http.Headers.HttpRequestHeaders> Headers(GatewayAccount account, string? key) => headers =>
    {
        headers.Authorization = new("Bearer", ((StripeAccount)account).SecretKey);
        headers.Add("Stripe-Version", StripeRequests.Version);
        if (key is not null) headers.Add("Idempotency-Key", key);
    };

    static string Escape(string id) => Uri.EscapeDataString(id);
}
