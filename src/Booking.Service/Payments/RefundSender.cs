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

    /// <summary>By then a provider has forgotten what it answered to a repeat, were it an error: what it does not know can be sent anew, once.</summary>
    public static readonly Duration Forgotten = Duration.FromHours(25);

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
        _ when replay is not null && request.SentAt < request.WrittenAt + Forgotten => now < request.WrittenAt + Forgotten ? Move.Wait : Move.Send,
        { Sends: < MostBlindSends } => Move.Send,
        { Misses: < 2 * EnoughMisses } => Move.Wait,
        _ => Move.GiveUp,
    };

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
                await Answered(payment, refund, await gateway.Refund(account, order, request.Body, ct), order, context, ct),
            Move.GiveUp => await Unresolved(payment, refund, context, ct),
            _ => throw new ProviderException($"Refund {refund.Number} of payment {payment.Payment.Payment} is not known to have been made; it is looked for again."),
        };
    }

    /// <summary>Asks how a refund stands that the provider has taken on.</summary>
    public async Task<PaymentState> Read(PaymentState payment, PaymentRefund refund, CommandContext context, CancellationToken ct)
    {
        var (page, order) = Order(payment, refund);
        var account = await accounts.Of(page, ct);
        return await Record(payment, refund, Known(await gateways.For(page.Order.Provider).FindRefund(account, order, refund.Reference, ct), refund), context, ct);
    }

    async Task<PaymentState> Answered(
        PaymentState payment, PaymentRefund refund, GatewayResult<RefundSnapshot> result, RefundOrder order, CommandContext context, CancellationToken ct)
    {
        switch (result.Failure)
        {
            case null: return await Record(payment, refund, result.Value!, context, ct);
            case GatewayFailure.Permanent refused: return await Refused(payment, refund, refused.Code, context, ct);
            case GatewayFailure.Declined refused: return await Refused(payment, refund, refused.Code, context, ct);
            case GatewayFailure.Transient: await requests.NotSent(order.Operation, ct); break;
        }

        throw new ProviderException($"Refund {refund.Number} of payment {payment.Payment.Payment} is not known to have been made: {result.Failure.Detail}");
    }

    Task<PaymentState> Record(PaymentState payment, PaymentRefund refund, RefundSnapshot found, CommandContext context, CancellationToken ct) =>
        records.Record(payment.Payment.Payment, context, now => Refund.Record(now, refund.Number, found), ct);

    Task<PaymentState> Refused(PaymentState payment, PaymentRefund refund, string code, CommandContext context, CancellationToken ct) =>
        records.Record(payment.Payment.Payment, context, now => now.Refunds[refund.Number - 1].State == RefundState.Requested ? Refund.Failed(now, refund, code) : [], ct);

    /// <summary>It may or may not have gone back: only a person can find out. It stays open, and nothing is sent again.</summary>
    Task<PaymentState> Unresolved(PaymentState payment, PaymentRefund refund, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context,
        now => [.. RecordSnapshot.Numbered(now, RecordSnapshot.Anomaly(
            now, AnomalyKind.RefundUnresolved, $"refund {refund.Number}", "The provider does not say whether it was made"))],
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
