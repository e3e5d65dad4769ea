using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Gateways;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>A provider has hinted that something happened to this payment.</summary>
public sealed record ReadPayment(PaymentId Payment);

/// <summary>Asks the providers how a payment stands and records what is new. However often and in whatever order, it ends the same.</summary>
public sealed class PaymentReader(PaymentRecords records, RefundSender refunds, GatewayAccounts accounts, PaymentGateways gateways, IClock clock)
{
    public static Task Handle(IServiceProvider services, ReadPayment message, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<PaymentReader>().Read(message.Payment, context.Command, ct);

    /// <summary>Asks for a reading, in the transaction of whoever has a reason to. It keeps no order: a reading waits for nothing, and two at once record the same.</summary>
    public static NpgsqlBatchCommand Ask(StoreModel model, PaymentId payment, in MessageOrigin origin) =>
        OutboxSql.Insert(model.Messages, new(new ReadPayment(payment), Parks: false), orderKey: null, origin);

    /// <summary>Reads every page that was opened and every refund that a provider knows.</summary>
    /// <exception cref="ProviderException">One of them could not be read; what could be is recorded.</exception>
    public async Task<PaymentState> Read(PaymentId id, CommandContext context, CancellationToken ct)
    {
        var payment = await records.Load(id, ct);
        ProviderException? failed = null;
        foreach (var attempt in payment.Checkouts.Where(c => c.Reference is not null).Select(c => c.Attempt))
        {
            (payment, failed) = await Try(payment, failed, now => Page(now, now.Page(attempt), Fresh(context), ct));
        }

        foreach (var number in payment.Refunds.Where(r => r is { Reference: not null, State: not RefundState.Failed }).Select(r => r.Number))
        {
            (payment, failed) = await Try(payment, failed, now => refunds.Read(now, now.Refunds[number - 1], Fresh(context), ct));
        }

        return failed is null ? payment : throw failed;
    }

    /// <summary>Closes a page and reads it: whatever the provider says of the closing, the reading tells what is.</summary>
    /// <exception cref="ProviderException">It could not be closed or read.</exception>
    public async Task<PaymentState> Close(PaymentState payment, Checkout page, CommandContext context, CancellationToken ct)
    {
        var account = await accounts.Of(page, ct);
        var result = await gateways.For(page.Order.Provider).CancelCheckout(account, Key(payment, page), ct);
        return result.Failure is GatewayFailure.Transient or GatewayFailure.Ambiguous
            ? throw new ProviderException($"Page {page.Attempt} of payment {payment.Payment.Payment} could not be closed: {result.Failure.Detail}")
            : await Page(payment, page, context, ct);
    }

    async Task<PaymentState> Page(PaymentState payment, Checkout page, CommandContext context, CancellationToken ct)
    {
        var account = await accounts.Of(page, ct);
        var result = await gateways.For(page.Order.Provider).GetStatus(account, Key(payment, page), ct);
        return result.Failure is { } failure
            ? throw new ProviderException($"Page {page.Attempt} of payment {payment.Payment.Payment} could not be read: {failure.Detail}")
            : await records.Record(payment.Payment.Payment, context, now => RecordSnapshot.Decide(now, page.Attempt, result.Value!, account, before: payment), ct);
    }

    static async Task<(PaymentState, ProviderException?)> Try(PaymentState payment, ProviderException? failed, Func<PaymentState, Task<PaymentState>> read)
    {
        try
        {
            return (await read(payment), failed);
        }
        catch (ProviderException e)
        {
            return (payment, e);
        }
    }

    CommandContext Fresh(CommandContext context) => context with { Now = clock.GetCurrentInstant() };

    static CheckoutKey Key(PaymentState payment, Checkout page) => new(payment.Payment.Payment.Value, page.Attempt, page.Reference, payment.Refunds.Length);
}
