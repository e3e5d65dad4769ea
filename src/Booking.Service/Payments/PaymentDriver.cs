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
    StreamStore store, PaymentRecords records, ProviderRequests requests, RefundSender refunds, GatewayAccounts accounts, PaymentGateways gateways, CheckoutPages pages,
    PaymentReader reader, IClock clock, ILogger<PaymentDriver> log)
{
    const int MostSteps = 20;
    const string NotInTime = "not-opened-in-time";

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
        var payment = await Load(id, ct);
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
        StepKind.Open => Open(payment, payment.Page(step.Number), now, ct),
        StepKind.Drop => Failed(payment, step.Number, "not-needed", now, ct),
        StepKind.Close => reader.Close(payment, payment.Page(step.Number), now, ct),
        _ => refunds.Send(payment, payment.Refunds[step.Number - 1], now, ct),
    };

    async Task<PaymentState> Load(PaymentId id, CancellationToken ct) =>
        (await store.StateAsOf(Payment.Category, id.Stream(), ct: ct) ?? throw new InvalidOperationException($"There is no payment {id}.")).State;

    async Task<PaymentState> Open(PaymentState payment, Checkout page, CommandContext context, CancellationToken ct)
    {
        var gateway = gateways.For(page.Order.Provider);
        if (context.Now > CheckoutPages.OpenUntil(gateway.Capabilities, page))
        {
            return await Replace(payment, page, gateway, NotInTime, context, ct);
        }

        var account = await accounts.Of(page, ct);
        var order = pages.Order(payment, page);
        var request = await requests.Keep(order.Operation, payment.Payment.Payment, gateway.WriteCheckout(account, order, context.Now), context.Now, ct);
        var result = await gateway.CreateCheckout(account, order, request.Body, ct);
        switch (result.Failure)
        {
            case null: return await Opened(payment, page, result.Value!, context, ct);
            case GatewayFailure.AlreadyDone: return await Replace(payment, page, gateway, "superseded", context, ct);
            case GatewayFailure.Permanent when await accounts.WasReplaced(account, ct):
                throw new ProviderException($"The key of account {account.Id} was replaced a moment ago.");
            case GatewayFailure.Permanent refused: return await Refused(payment, page, refused.Code, refused.Detail, context, ct);
            case GatewayFailure.Declined refused: return await Refused(payment, page, refused.Code, refused.Detail, context, ct);
            default: throw new ProviderException($"The page {page.Attempt} of payment {payment.Payment.Payment} is not open yet: {result.Failure.Detail}");
        }
    }

    Task<PaymentState> Opened(PaymentState payment, Checkout page, OpenedCheckout opened, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context,
        now => now.Page(page.Attempt).State == CheckoutState.Requested
            ? [new CheckoutOpened(page.Attempt, opened.Reference, opened.Url!.AbsoluteUri, opened.ExpiresAt)]
            : [],
        ct);

    /// <summary>Gives a page up and, once in a payment, asks for another in its place with a deadline of its own.</summary>
    Task<PaymentState> Replace(PaymentState payment, Checkout page, IPaymentGateway gateway, string code, CommandContext context, CancellationToken ct)
    {
        log.LogWarning("Page {Attempt} of payment {Payment} is given up: {Code}", page.Attempt, payment.Payment.Payment, code);
        return records.Record(
            payment.Payment.Payment, context,
            now => now.Page(page.Attempt).State == CheckoutState.Requested ? [new CheckoutFailed(page.Attempt, code)] : [],
            ct,
            visit =>
            {
                if (visit.Money!.State.Checkouts.Count(c => c is { State: CheckoutState.Failed, Reference: null }) == 1)
                {
                    Another(visit, page.Order.Provider, new(page.Order.Account, Currency: null, page.Order.Live), gateway.Capabilities, context.Now);
                }
            });
    }

    /// <summary>Asks for one more page of a visit that waits for its money, and gives the visit the time that it needs.</summary>
    /// <returns>Null when there is no time, or there were too many pages.</returns>
    public static CheckoutRequested? Another(
        VisitUnit visit, PaymentProvider provider, ActiveGateway account, GatewayCapabilities capabilities, Instant now)
    {
        var (money, state) = (visit.Money!.State, visit.Visit.State);
        if (!money.IsWaiting || !state.IsPending || money.Checkouts.Length >= CheckoutPages.MostAttempts
            || CheckoutPages.Deadline(capabilities, visit.Calendar.Rules.PaymentMinutes, state.Visit.Start, now) is not { } deadline)
        {
            return null;
        }

        var order = Payment.Order(money.Payment.Payment, money.Checkouts.Length + 1, provider, account, deadline);
        visit.Append([order]);
        if (state.PayBy is not { } payBy || payBy < deadline)
        {
            visit.Append([new AppointmentDeadlineMoved(deadline, ForProcessing: false)]);
        }

        return order;
    }

    Task<PaymentState> Failed(PaymentState payment, int attempt, string code, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context, now => now.Page(attempt).State == CheckoutState.Requested ? [new CheckoutFailed(attempt, code)] : [], ct);

    /// <summary>The account or the request is wrong, which the clinic has to know.</summary>
    Task<PaymentState> Refused(PaymentState payment, Checkout page, string code, string detail, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context,
        now => now.Page(page.Attempt).State == CheckoutState.Requested
            ? [.. RecordSnapshot.Numbered(now,
                [new CheckoutFailed(page.Attempt, code), .. RecordSnapshot.Anomaly(now, AnomalyKind.CheckoutRefused, $"page {page.Attempt}", detail)])]
            : [],
        ct);
}
