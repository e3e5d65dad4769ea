using Booking.EventStore;
using Booking.Service.Gateways;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Gives money back through a provider, never twice. What was sent and not answered is looked for first; it is sent again only where the
/// provider recognises a repeat, or, where it does not, once, after it was looked for in vain long enough.
/// </summary>
public sealed class RefundSender(PaymentRecords records, ProviderRequests requests, GatewayAccounts accounts, PaymentGateways gateways)
{
    /// <summary>By then a provider without idempotency shows what it has done, and its guard against duplicates is over.</summary>
    public static readonly Duration Visible = Duration.FromMinutes(2);

    /// <summary>
    /// How long after the time in which a repeat is recognised a provider has forgotten the key for sure. Until then it might answer what it
    /// answered before, an error of its own included; after that the refund is sent anew.
    /// </summary>
    public static readonly Duration Forgotten = Duration.FromHours(2);

    /// <summary>For how long a refund is sent anew, about once a day, to a provider that has forgotten its key and does not know it; then it is a person's.</summary>
    public static readonly Duration Persistence = Duration.FromDays(3);

    /// <summary>Sends of one refund where the provider does not recognise a repeat.</summary>
    public const int MostBlindSends = 2;
    const int EnoughMisses = 2;

    public enum Move
    {
        Send,
        Wait,
        GiveUp,
    }

    /// <summary>What to do about a refund that the provider does not know, as far as it says.</summary>
    public static Move Decide(KeptRequest request, Duration? replay, Instant now) => request switch
    {
        { Sends: 0 } => Move.Send,
        _ when replay is { } window && now < request.WrittenAt + window => Move.Send,
        { Misses: < EnoughMisses } => Move.Wait,
        _ when now < request.SentAt + Visible => Move.Wait,
        _ when replay is { } window && now < request.WrittenAt + Persistence => now < Since(request, window) + window + Forgotten ? Move.Wait : Move.Send,
        _ when replay is null && request.Sends < MostBlindSends => Move.Send,
        { Misses: < 2 * EnoughMisses } => Move.Wait,
        _ => Move.GiveUp,
    };

    /// <summary>From when on a provider that recognises repeats counts a key's life: from the first send, or from one that came after it was forgotten.</summary>
    static Instant Since(KeptRequest request, Duration window) =>
        request.SentAt is { } sent && sent >= request.WrittenAt + window ? sent : request.WrittenAt;

    /// <exception cref="ProviderException">Not known yet; again later.</exception>
    public async Task<PaymentState> Send(PaymentState payment, PaymentRefund refund, CommandContext context, CancellationToken ct)
    {
        var (page, order) = Order(payment, refund);
        var gateway = gateways.For(page.Order.Provider);
        var account = await accounts.Of(page, ct);
        var request = await requests.Keep(order.Operation, payment.Payment.Payment, gateway.WriteRefund(account, order), context.Now, ct);
        if (request.Sends > 0)
        {
            var found = Known(await gateway.FindRefund(account, order, refund.Reference, ct), refund);
            if (found.Status != RefundStatus.Unknown)
            {
                return await Record(payment, refund, found, context, ct);
            }

            await requests.Missed(order.Operation, ct);
            request = request with { Misses = request.Misses + 1 };
        }

        return Decide(request, gateway.Capabilities.RefundReplay, context.Now) switch
        {
            Move.Send when await requests.Sending(order.Operation, request.Sends, context.Now, ct) =>
                await Refund(payment, refund, gateway, account, order, request, context, ct),
            Move.GiveUp => await Unresolved(payment, refund, context, ct),
            _ => throw new ProviderException($"Refund {refund.Number} of payment {payment.Payment.Payment} is not known to have been made; it is looked for again."),
        };
    }

    /// <summary>After a restore: the database that was lost may have sent this refund, so it is looked for before it is sent.</summary>
    public async Task Presume(PaymentState payment, PaymentRefund refund, Instant now, CancellationToken ct)
    {
        var (page, order) = Order(payment, refund);
        var account = await accounts.Of(page, ct);
        var body = gateways.For(page.Order.Provider).WriteRefund(account, order);
        var request = await requests.Keep(order.Operation, payment.Payment.Payment, body, now, ct);
        if (request.Sends == 0)
        {
            await requests.Sending(order.Operation, before: 0, now, ct);
        }
    }

    /// <summary>Asks how a refund stands that the provider has taken on.</summary>
    public async Task<PaymentState> Read(PaymentState payment, PaymentRefund refund, CommandContext context, CancellationToken ct)
    {
        var (page, order) = Order(payment, refund);
        var account = await accounts.Of(page, ct);
        return await Record(payment, refund, Known(await gateways.For(page.Order.Provider).FindRefund(account, order, refund.Reference, ct), refund), context, ct);
    }

    async Task<PaymentState> Refund(
        PaymentState payment, PaymentRefund refund, IPaymentGateway gateway, GatewayAccount account, RefundOrder order, KeptRequest request, CommandContext context,
        CancellationToken ct)
    {
        var result = await gateway.Refund(account, order, request.Body, ct);
        // What is refused now may have been done by a send before, which the provider need not show yet.
        var final = request.Sends == 0 || context.Now >= request.SentAt + Visible;
        switch (result.Failure)
        {
            case null: return await Record(payment, refund, result.Value!, context, ct);
            case GatewayFailure.Permanent when await accounts.WasReplaced(account, ct): break;
            case GatewayFailure.Permanent refused when final: return await Refused(payment, refund, refused.Code, context, ct);
            case GatewayFailure.Declined refused when final: return await Refused(payment, refund, refused.Code, context, ct);
            case GatewayFailure.AlreadyDone when gateway.Capabilities.RefundReplay is not null:
                // All of it has gone back. If not by us, then by hand, and the next reading books that in place of this.
                var found = Known(await gateway.FindRefund(account, order, refund.Reference, ct), refund);
                return found.Status == RefundStatus.Unknown
                    ? await Refused(payment, refund, "already-refunded", context, ct)
                    : await Record(payment, refund, found, context, ct);
            case GatewayFailure.Transient: await requests.NotSent(order.Operation, ct); break;
        }

        throw new ProviderException($"Refund {refund.Number} of payment {payment.Payment.Payment} is not known to have been made: {result.Failure!.Detail}");
    }

    Task<PaymentState> Record(PaymentState payment, PaymentRefund refund, RefundSnapshot found, CommandContext context, CancellationToken ct) =>
        records.Record(payment.Payment.Payment, context, now => Payments.Refund.Record(now, refund.Number, found), ct);

    Task<PaymentState> Refused(PaymentState payment, PaymentRefund refund, string code, CommandContext context, CancellationToken ct) =>
        records.Record(payment.Payment.Payment, context, now => now.Refunds[refund.Number - 1].State == RefundState.Requested ? Payments.Refund.Failed(now, refund, code) : [], ct);

    /// <summary>It may or may not have gone back: only a person can find out. It stays open, and nothing is sent again.</summary>
    Task<PaymentState> Unresolved(PaymentState payment, PaymentRefund refund, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context,
        now => [.. RecordSnapshot.Numbered(now, RecordSnapshot.Anomaly(
            now, AnomalyKind.RefundUnresolved, Anomalies.Subject(refund.Number), "The provider does not say whether it was made"))],
        ct);

    static RefundSnapshot Known(GatewayResult<RefundSnapshot> result, PaymentRefund refund) => result.Failure is { } failure
        ? throw new ProviderException($"Refund {refund.Number} could not be looked for: {failure.Detail}")
        : result.Value!;

    static (Checkout Page, RefundOrder Order) Order(PaymentState payment, PaymentRefund refund)
    {
        var attempt = payment.Captures.First(c => c.Reference == refund.Capture).As.Attempt!.Value;
        return (payment.Page(attempt), new(refund.Operation!.Value, payment.Payment.Payment.Value, attempt, refund.Number, refund.Capture, refund.Amount));
    }
}
