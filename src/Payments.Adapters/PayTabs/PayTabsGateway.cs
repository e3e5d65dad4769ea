using System.Text.Json;
using Booking.Contracts;
using Microsoft.Extensions.Logging;
using NodaTime;
using Payments.Adapters.Wire;

namespace Payments.Adapters.PayTabs;

/// <summary>PayTabs PT2 hosted pages. References may change on the way, so that a page is known by its cart, which is named by us.</summary>
public sealed class PayTabsGateway(GatewayOptions options, ILogger<PayTabsGateway> logger) : IPaymentGateway, IDisposable
{
    const int MostRefunds = 9;

    readonly PayTabsCalls calls = new(options, logger);

    public PaymentProvider Provider => PaymentProvider.PayTabs;

    /// <summary>
    /// Pages live a minute or more; no most is published, 24 hours is ours. Nothing closes a page but its time, and nothing is
    /// replayed.
    /// </summary>
    public GatewayCapabilities Capabilities { get; } = new(
        HasPage: true, Duration.FromMinutes(1), Duration.FromHours(24), CancelsCheckout: false, RefundReplay: null);

    /// <summary>0.01 to 9999999999.99 of the major unit; of three digits the last must be zero. A merchant may have limits of its own.</summary>
    public bool Takes(Money amount) => PayTabsAmounts.ToWire(amount) is not null;

    public bool GivesBack(Money amount) => PayTabsAmounts.ToWire(amount) is not null;

    public string WriteCheckout(GatewayAccount account, CheckoutOrder order, Instant now) =>
        PayTabsRequests.Page((PayTabsAccount)account, order, now);

    /// <summary>
    /// Opens a page, sent once. It ends at <see cref="CheckoutOrder.ExpiresAt"/> at the latest when it is sent as soon as it is written. A
    /// live account's addresses that PayTabs would not call are refused before anything is sent.
    /// </summary>
    public async Task<GatewayResult<OpenedCheckout>> CreateCheckout(GatewayAccount account, CheckoutOrder order, string request, CancellationToken ct)
    {
        var paytabs = (PayTabsAccount)account;
        if (account.Live && !PayTabsRequests.IsTakenLive(order.CallbackUrl))
            return new GatewayFailure.Permanent("callback", "not a public https address");
        if (account.Live && !PayTabsRequests.IsTakenLive(order.ReturnUrl))
            return new GatewayFailure.Permanent("return", "not a public https address");
        var answer = await calls.Request(paytabs, "create", request, ct);
        if (PayTabsErrors.CodeOf(answer) == PayTabsErrors.Duplicate) return await Adopt(paytabs, order, ct);
        if (PayTabsErrors.Failed(answer)) return PayTabsErrors.Read(answer);
        if (answer.Json is not { } json) return answer.Unreadable();
        return Opened(json, order) is { } opened ? opened : Refused(json, answer);
    }

    public async Task<GatewayResult<CheckoutSnapshot>> GetStatus(GatewayAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var paytabs = (PayTabsAccount)account;
        var (page, failure) = await calls.Query(paytabs, "cart_id", checkout.Ours, ct);

        // Whether a page that nobody has opened is listed under its cart is not documented.
        if (page is { Count: 0 } && checkout.Reference is { } reference) (page, failure) = await calls.Query(paytabs, "tran_ref", reference, ct);
        if (failure is not null) return failure;
        if (page!.Count == 0) return new CheckoutSnapshot(null, CheckoutStatus.Unknown, "unknown", []);
        IReadOnlyList<JsonElement>? refunds = [];
        if (page.Any(PayTabsAnswers.IsCapture)) (refunds, failure) = await Refunds(paytabs, checkout, ct);
        if (failure is not null) return failure;
        return PayTabsAnswers.Snapshot(checkout.Reference, page, refunds!) is { } snapshot
            ? snapshot
            : new GatewayFailure.Transient("unreadable transaction");
    }

    /// <summary>PayTabs has no call for it: a page ends by its lifetime.</summary>
    public Task<GatewayResult<CheckoutClosing>> CancelCheckout(GatewayAccount account, CheckoutKey checkout, CancellationToken ct) =>
        Task.FromResult<GatewayResult<CheckoutClosing>>(CheckoutClosing.NotSupported);

    public string WriteRefund(GatewayAccount account, RefundOrder order) => PayTabsRequests.Refund((PayTabsAccount)account, order);

    /// <summary>
    /// Sent once. <see cref="GatewayFailure.AlreadyDone"/> means that the same was sent within two minutes: <see cref="FindRefund"/>
    /// knows.
    /// </summary>
    public async Task<GatewayResult<RefundSnapshot>> Refund(GatewayAccount account, RefundOrder order, string request, CancellationToken ct)
    {
        var answer = await calls.Request((PayTabsAccount)account, "refund", request, ct);
        if (PayTabsErrors.Failed(answer)) return PayTabsErrors.Read(answer);
        return answer.Json is { } refund && PayTabsAnswers.Refund(refund) is { } snapshot ? snapshot : answer.Unreadable();
    }

    /// <summary>By its own cart, else by PayTabs' reference when that is known.</summary>
    public async Task<GatewayResult<RefundSnapshot>> FindRefund(GatewayAccount account, RefundOrder order, string? reference, CancellationToken ct)
    {
        var paytabs = (PayTabsAccount)account;
        var (found, failure) = await calls.Query(paytabs, "cart_id", order.Ours, ct);
        if (found is { Count: 0 } && reference is not null) (found, failure) = await calls.Query(paytabs, "tran_ref", reference, ct);
        if (failure is not null) return failure;
        var refunds = found!.Where(PayTabsAnswers.IsRefund).Select(PayTabsAnswers.Refund).ToList();
        if (refunds.Count == 0) return new RefundSnapshot(null, RefundStatus.Unknown, null, "unknown");

        // One that was sent again after it had failed stands beside the failed one.
        return refunds.MinBy(refund => refund?.Status == RefundStatus.Failed) is { } best ? best : new GatewayFailure.Transient("unreadable refund");
    }

    public NotificationVerdict VerifyNotification(
        GatewayAccount account, Func<string, string?> header, ReadOnlySpan<byte> body, Instant receivedAt) =>
        PayTabsNotifications.Verify((PayTabsAccount)account, header("Signature"), body);

    public bool VerifyReturn(GatewayAccount account, string parameters) =>
        PayTabsReturn.IsSigned(PayTabsNotifications.KeysOf((PayTabsAccount)account), parameters);

    public void Dispose() => calls.Dispose();

    static OpenedCheckout? Opened(JsonElement page, CheckoutOrder order) =>
        page.Text("tran_ref") is { } id && Uri.TryCreate(page.Text("redirect_url"), UriKind.Absolute, out var url) ? new(id, url, order.ExpiresAt) : null;

    static GatewayFailure Refused(JsonElement json, WireAnswer answer) =>
        PayTabsAnswers.StatusOf(json) is "D" or "E"
            ? new GatewayFailure.Declined(Names.Code(json.Child("payment_result").Text("response_code"), "declined"), "no page")
            : answer.Unreadable();

    // A page whose address is unknown can be paid by nobody; the next attempt has a cart of its own.
    async Task<GatewayResult<OpenedCheckout>> Adopt(PayTabsAccount account, CheckoutOrder order, CancellationToken ct)
    {
        var (found, failure) = await calls.Query(account, "cart_id", order.Key.Ours, ct);
        if (failure is not null) return new GatewayFailure.Ambiguous($"duplicate, cart unread: {failure.Detail}");
        var adopted = found!.Select(one => Opened(one, order)).FirstOrDefault(opened => opened is not null);
        return adopted is not null ? adopted
            : found!.Count > 0 ? new GatewayFailure.AlreadyDone("the page is there, its address is not known")
            : new GatewayFailure.Ambiguous("duplicate of a page that is not listed");
    }

    /// <summary>
    /// Refunds that we asked for. They are numbered within the payment, so that those of an earlier page, made by hand or refused outright
    /// are missing here.
    /// </summary>
    async Task<(IReadOnlyList<JsonElement>? Found, GatewayFailure? Failure)> Refunds(PayTabsAccount account, CheckoutKey checkout, CancellationToken ct)
    {
        var refunds = new List<JsonElement>();
        for (var number = 1; number <= MostRefunds; number++)
        {
            var (found, failure) = await calls.Query(account, "cart_id", $"{checkout.Ours}-r{number}", ct);
            if (failure is not null) return (null, failure);
            if (found!.Count == 0 && number >= Math.Max(checkout.Attempt, checkout.Refunds)) break;
            refunds.AddRange(found);
        }

        return (refunds, null);
    }
}
