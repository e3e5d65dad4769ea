using Booking.Contracts;
using Booking.EventStore;
using Payments.Adapters;

namespace Booking.Service.Payments;

/// <summary>
/// Turns what a provider says of one page into facts. Only what is new becomes an event, so the order and number of the readings do
/// not matter. Money counts when amount, currency, payment, account and mode are the ones we asked with; anything else is an anomaly.
/// </summary>
public static class RecordSnapshot
{
    /// <param name="account">The account that was asked.</param>
    /// <param name="before">The payment as it was when the provider was asked; null: as it is now.</param>
    public static Decision<PaymentEvent> Decide(
        PaymentState payment, int attempt, CheckoutSnapshot snapshot, GatewayAccount account, PaymentState? before = null)
    {
        List<PaymentEvent> events = [];
        foreach (var capture in snapshot.Captures)
        {
            events.AddRange(Money(payment, attempt, capture, account, before ?? payment, payment.Refunds.Length + events.OfType<RefundRequested>().Count()));
        }

        if (payment.Checkouts.FirstOrDefault(c => c.Attempt == attempt) is { } page && !events.OfType<PaymentPaid>().Any())
        {
            events.AddRange(snapshot.Status == CheckoutStatus.Unknown ? Lost(payment, page, account) : Progress(page, snapshot));
        }

        return [.. Numbered(payment, events)];
    }

    static IEnumerable<PaymentEvent> Money(PaymentState payment, int attempt, CaptureSnapshot found, GatewayAccount account, PaymentState before, int refunds)
    {
        if (payment.Captures.FirstOrDefault(c => c.Reference == found.Reference) is { } known)
        {
            return Dispute(known, found).Concat(ByHand(payment, found, before, refunds));
        }

        if (Difference(payment, found, account) is { } kind)
        {
            return Anomaly(payment, kind, found.Reference, $"{found.Amount.Amount} {found.Amount.Currency} where {payment.Payment.Amount.Amount} {payment.Payment.Amount.Currency} is due");
        }

        var paid = new PaymentPaid(found.Amount, Method: null, found.Reference, attempt);
        return [paid, .. Dispute(new(paid, IsDisputed: false, IsLost: false), found), .. ByHand(payment, found, before, refunds)];
    }

    static AnomalyKind? Difference(PaymentState payment, CaptureSnapshot found, GatewayAccount account) => found switch
    {
        _ when found.Payment != payment.Payment.Payment.Value => AnomalyKind.PaymentDiffers,
        { Live: { } live } when live != account.Live => AnomalyKind.ModeDiffers,
        { Account: { } paid } when account is PayTabsAccount { ProfileId: var profile } && paid != profile.ToString() => AnomalyKind.AccountDiffers,
        _ when found.Amount.Currency != payment.Payment.Amount.Currency => AnomalyKind.CurrencyDiffers,
        _ when found.Amount != payment.Payment.Amount => AnomalyKind.AmountDiffers,
        _ => null,
    };

    static IEnumerable<PaymentEvent> Dispute(Capture known, CaptureSnapshot found) => found.Dispute switch
    {
        DisputeStatus.Open when !known.IsDisputed && !known.IsLost =>
            [new DisputeOpened(known.Reference), new AnomalyFound(0, AnomalyKind.Disputed, known.Reference, "The payer's bank asks for the money back")],
        DisputeStatus.Won when known.IsDisputed || known.IsLost => [new DisputeClosed(known.Reference, Won: true)],
        DisputeStatus.Lost when !known.IsLost =>
            [new DisputeClosed(known.Reference, Won: false), new AnomalyFound(0, AnomalyKind.DisputeLost, known.Reference, "The money is gone")],
        _ => [],
    };

    /// <summary>
    /// More has gone back than we asked for: somebody did it at the provider. The ledger follows, and a person looks at it. What is known to
    /// have failed only since the provider was asked was ours in what it said.
    /// </summary>
    static IEnumerable<PaymentEvent> ByHand(PaymentState payment, CaptureSnapshot found, PaymentState before, int refunds)
    {
        bool WasOurs(PaymentRefund refund) => refund.State != RefundState.Failed
            || before.Refunds.Any(r => r.Number == refund.Number && r.State != RefundState.Failed);
        var ours = payment.Refunds
            .Where(r => r.Capture == found.Reference && WasOurs(r))
            .Sum(r => r.Amount.Amount);
        var more = found.Refunded.Amount - ours;
        if (more <= 0 || found.Refunded.Currency != payment.Payment.Amount.Currency)
        {
            return [];
        }

        var refund = new RefundRequested(refunds + 1, found.Refunded with { Amount = more }, found.Reference, RefundWhy.ByHand);
        return
        [
            refund, new RefundSucceeded(refund.Number),
            .. Anomaly(payment, AnomalyKind.RefundByHand, $"{found.Reference}/{refund.Number}", $"{more} {found.Refunded.Currency} went back at the provider"),
        ];
    }

    /// <summary>
    /// A page that was opened is not known any more: the account's keys are another merchant's now, and money that comes there would not be
    /// seen. PayTabs may not show a page that nobody has looked at, so there it says nothing.
    /// </summary>
    static IEnumerable<PaymentEvent> Lost(PaymentState payment, Checkout page, GatewayAccount account) => page.IsOpen && account is not PayTabsAccount
        ? Anomaly(payment, AnomalyKind.AccountDiffers, $"page {page.Attempt}", "The provider does not know this page any more: are these the keys of the account that opened it?")
        : [];

    static IEnumerable<PaymentEvent> Progress(Checkout page, CheckoutSnapshot snapshot) => (snapshot.Status, page.State) switch
    {
        (CheckoutStatus.Processing, CheckoutState.Open or CheckoutState.Expired or CheckoutState.Failed) when page.Reference is not null =>
            [new PaymentProcessing(page.Attempt)],
        (CheckoutStatus.Pending, CheckoutState.Processing) => [new ProcessingFailed(page.Attempt)],
        (CheckoutStatus.Expired, CheckoutState.Open or CheckoutState.Processing) => [new CheckoutClosed(page.Attempt, CheckoutEnd.Expired)],
        (CheckoutStatus.Failed, CheckoutState.Open or CheckoutState.Processing) => [new CheckoutClosed(page.Attempt, CheckoutEnd.Failed)],
        _ => [],
    };

    /// <summary>The same thing is told once, also after it was resolved.</summary>
    internal static IEnumerable<PaymentEvent> Anomaly(PaymentState payment, AnomalyKind kind, string subject, string detail) =>
        payment.Anomalies.Any(a => a.As.Kind == kind && a.As.Subject == subject) ? [] : [new AnomalyFound(0, kind, subject, detail)];

    /// <summary>Anomalies get their numbers where it is known how many there are.</summary>
    internal static IEnumerable<PaymentEvent> Numbered(PaymentState payment, IEnumerable<PaymentEvent> events)
    {
        var number = payment.Anomalies.Length;
        return [.. events.Select(e => e is AnomalyFound found ? found with { Number = ++number } : e)];
    }
}
