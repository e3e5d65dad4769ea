using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Gateways;
using NodaTime;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>Opens the pages that were asked for: the same request at every repeat, given up when the provider would not take it any more.</summary>
public sealed class CheckoutOpener(
    PaymentRecords records, ProviderRequests requests, GatewayAccounts accounts, PaymentGateways gateways, CheckoutPages pages, ILogger<CheckoutOpener> log)
{
    const string NotInTime = "not-opened-in-time";

    /// <summary>Asks the provider for the page.</summary>
    /// <exception cref="ProviderException">It is not known to be open; again later.</exception>
    public async Task<PaymentState> Open(PaymentState payment, Checkout page, CommandContext context, CancellationToken ct)
    {
        var gateway = gateways.For(page.Order.Provider);
        if (context.Now > CheckoutPages.OpenUntil(gateway.Capabilities, page))
        {
            return await Replace(payment, page, gateway, NotInTime, context, ct);
        }

        var account = await accounts.Of(page, ct);
        var order = pages.Order(payment, page);
        var request = await requests.KeepSending(order.Operation, payment.Payment.Payment, gateway.WriteCheckout(account, order, context.Now), context.Now, ct);
        var result = await gateway.CreateCheckout(account, order, request.Body, ct);
        switch (result.Failure)
        {
            case null when !IsWeb(result.Value!.Url): return await Refused(payment, page, "unusable-url", "The page's address is no web address", context, ct);
            case null: return await Opened(payment, page, result.Value!, context, ct);
            case GatewayFailure.AlreadyDone: return await Replace(payment, page, gateway, "superseded", context, ct);
            case GatewayFailure.Permanent when await accounts.WasReplaced(account, ct):
                throw new ProviderException($"The key of account {account.Id} was replaced a moment ago.");
            case GatewayFailure.Permanent refused: return await Refused(payment, page, refused.Code, refused.Detail, context, ct);
            case GatewayFailure.Declined refused: return await Refused(payment, page, refused.Code, refused.Detail, context, ct);
            default: throw new ProviderException($"The page {page.Attempt} of payment {payment.Payment.Payment} is not open yet: {result.Failure.Detail}");
        }
    }

    // People are sent there.
    static bool IsWeb(Uri? url) => url is { IsAbsoluteUri: true } && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));

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

    /// <summary>
    /// Asks for one more page of a visit that waits for its money, and gives the visit the time that it needs. Does nothing when there is no
    /// time, or there were too many pages.
    /// </summary>
    public static void Another(
        VisitUnit visit, PaymentProvider provider, ActiveGateway account, GatewayCapabilities capabilities, Instant now)
    {
        var (money, state) = (visit.Money!.State, visit.Visit.State);
        if (!money.IsWaiting || !state.IsPending || money.Checkouts.Length >= CheckoutPages.MostAttempts
            || CheckoutPages.Deadline(capabilities, visit.Calendar.Rules.PaymentMinutes, state.PayableUntil, now) is not { } deadline)
        {
            return;
        }

        visit.Append([Payment.Order(money.Payment.Payment, money.Checkouts.Length + 1, provider, account, deadline)]);
        if (state.PayBy is not { } payBy || payBy < deadline)
        {
            visit.Append([new AppointmentDeadlineMoved(deadline, ForProcessing: false)]);
        }
    }

    /// <summary>Nobody needs the page any more, and nobody can pay where no address is known.</summary>
    public Task<PaymentState> Drop(PaymentState payment, int attempt, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context, now => now.Page(attempt).State == CheckoutState.Requested ? [new CheckoutFailed(attempt, "not-needed")] : [], ct);

    /// <summary>The account or the request is wrong, which the clinic has to know.</summary>
    Task<PaymentState> Refused(PaymentState payment, Checkout page, string code, string detail, CommandContext context, CancellationToken ct) => records.Record(
        payment.Payment.Payment, context,
        now => now.Page(page.Attempt).State == CheckoutState.Requested
            ? [.. RecordSnapshot.Numbered(now,
                [new CheckoutFailed(page.Attempt, code), .. RecordSnapshot.Anomaly(now, AnomalyKind.CheckoutRefused, $"page {page.Attempt}", detail)])]
            : [],
        ct);
}
