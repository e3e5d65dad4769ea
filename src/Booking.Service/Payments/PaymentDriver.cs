using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Gateways;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Something is left to be done at a provider for this payment.</summary>
public sealed record DrivePayment(PaymentId Payment);

/// <summary>
/// Drives a payment on: what its state leaves to be done at a provider is done, one step after the other, and each outcome recorded.
/// A repeat finds less to do, so it does not matter how often or from where it is called.
/// </summary>
public sealed class PaymentDriver(
    PaymentRecords records, CheckoutOpener opener, PaymentReader reader, RefundSender refunds, PaymentGateways gateways, IClock clock)
{
    const int MostSteps = 20;

    public static Task Handle(IServiceProvider services, DrivePayment message, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<PaymentDriver>().Drive(message.Payment, context.Command, ct);

    public enum StepKind
    {
        Open,
        Drop,
        Close,
        Refund,
    }

    /// <param name="Number">The page's attempt, or the refund's number.</param>
    public readonly record struct Step(StepKind Kind, int Number);

    /// <summary>What is to be done first; null when there is nothing.</summary>
    /// <inheritdoc cref="Steps"/>
    public static Step? Next(PaymentState payment, Func<PaymentProvider, bool>? closes = null) =>
        Steps(payment, closes).Cast<Step?>().FirstOrDefault();

    /// <summary>What is left to be done, in order. A page is wanted while the payment waits and no later one was asked for.</summary>
    /// <param name="closes">Whether a provider can close pages; null: any.</param>
    public static IEnumerable<Step> Steps(PaymentState payment, Func<PaymentProvider, bool>? closes = null)
    {
        foreach (var page in payment.Checkouts)
        {
            var wanted = payment.IsWaiting && page == payment.Checkouts[^1];
            switch (page.State)
            {
                case CheckoutState.Requested:
                    yield return new(wanted ? StepKind.Open : StepKind.Drop, page.Attempt);
                    break;
                case CheckoutState.Open or CheckoutState.Processing when !wanted && closes?.Invoke(page.Order.Provider) is not false:
                    yield return new(StepKind.Close, page.Attempt);
                    break;
            }
        }

        foreach (var refund in payment.Refunds.Where(r => r is { State: RefundState.Requested, Operation: not null }))
        {
            yield return new(StepKind.Refund, refund.Number);
        }
    }

    /// <summary>Each step is tried once: one that comes to nothing must not hold up the others, least of all a refund.</summary>
    /// <exception cref="ProviderException">A provider could not be asked, or its answer is not known; again later.</exception>
    public async Task Drive(PaymentId id, CommandContext context, CancellationToken ct)
    {
        var payment = await records.Load(id, ct);
        HashSet<Step> tried = [];
        ProviderException? failed = null;
        while (tried.Count < MostSteps
            && Steps(payment, p => gateways.For(p).Capabilities.CancelsCheckout).Cast<Step?>().FirstOrDefault(s => !tried.Contains(s!.Value)) is { } step)
        {
            tried.Add(step);
            try
            {
                payment = await Do(step, payment, context with { Now = clock.GetCurrentInstant() }, ct);
            }
            catch (ProviderException e)
            {
                failed = e;
            }
        }

        if (failed is not null)
        {
            throw failed;
        }

        if (tried.Any(s => s.Kind == StepKind.Refund && payment.Refunds[s.Number - 1].State == RefundState.Failed))
        {
            // It may have failed because somebody gave the money back by hand: the reading tells.
            await reader.Read(id, context with { Now = clock.GetCurrentInstant() }, ct);
        }
    }

    Task<PaymentState> Do(Step step, PaymentState payment, CommandContext now, CancellationToken ct) => step.Kind switch
    {
        StepKind.Open => opener.Open(payment, payment.Page(step.Number), now, ct),
        StepKind.Drop => opener.Drop(payment, step.Number, now, ct),
        StepKind.Close => reader.Close(payment, payment.Page(step.Number), now, ct),
        _ => refunds.Send(payment, payment.Refunds[step.Number - 1], now, ct),
    };
}
