using System.Diagnostics;
using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Gateways;
using NodaTime;

namespace Booking.Service.Payments;

/// <summary>The ledger of one visit's money: every movement is an event.</summary>
public static class Payment
{
    public static Category<PaymentState, PaymentEvent> Category { get; } = new("payment", new(null, false, new(0, "XXX"), [], [], [], []), Evolve);

    public static StreamId Stream(this PaymentId id) => new(id.Value);

    /// <summary>A payment begins with its first page, if it is to have any.</summary>
    /// <param name="account">Null when the money is taken at the desk.</param>
    public static Decision<PaymentEvent> Begin(AppointmentRequested visit, ActiveGateway? account)
    {
        var payment = new PaymentInitiated(visit.Payment!.Value, visit.Appointment, visit.Doctor, visit.Provider, visit.Price - visit.Discount);
        return account is null ? [payment] : [payment, Order(payment.Payment, 1, visit.Provider, account, visit.PayBy!.Value)];
    }

    /// <summary>Asks for a page. The operation, by which the provider knows a repeat, follows from payment and attempt.</summary>
    public static CheckoutRequested Order(PaymentId payment, int attempt, PaymentProvider provider, ActiveGateway account, Instant expiresAt) => new(
        attempt, provider, account.Account, account.Live,
        StreamId.Derive(payment.Value, string.Create(CultureInfo.InvariantCulture, $"checkout/{attempt}")).Value, expiresAt);

    static PaymentState Evolve(PaymentState state, PaymentEvent @event) => @event switch
    {
        PaymentInitiated initiated => state with { Initiated = initiated, HandedBack = Money.Zero(initiated.Amount.Currency) },
        CheckoutRequested order => state with { Checkouts = state.Checkouts.Add(new(order, CheckoutState.Requested, null, null)) },
        CheckoutOpened opened => state.WithPage(
            opened.Attempt, page => page with { State = CheckoutState.Open, Reference = opened.Reference, Url = opened.Url }),
        CheckoutFailed failed => state.WithPage(failed.Attempt, page => page with { State = CheckoutState.Failed }),
        CheckoutClosed closed => state.WithPage(
            closed.Attempt, page => page with { State = closed.How == CheckoutEnd.Expired ? CheckoutState.Expired : CheckoutState.Failed }),
        PaymentProcessing processing => state.WithPage(processing.Attempt, page => page with { State = CheckoutState.Processing }),
        ProcessingFailed failed => state.WithPage(failed.Attempt, page => page with { State = CheckoutState.Open }),
        PaymentPaid paid => state.WithPage(paid.Attempt, page => page with { State = CheckoutState.Paid }) with
        {
            Captures = state.Captures.Add(new(paid, IsDisputed: false, IsLost: false)),
        },
        PaymentExpired => state with { Closed = true },
        RefundRequested refund => state with { Refunds = state.Refunds.Add(Requested(state, refund)) },
        RefundAccepted accepted => state.WithRefund(accepted.Number, refund => refund with { State = RefundState.Accepted, Reference = accepted.Reference }),
        RefundSucceeded succeeded => state.WithRefund(succeeded.Number, refund => refund with { State = RefundState.Succeeded }),
        RefundFailed failed => state.WithRefund(failed.Number, refund => refund with { State = RefundState.Failed }),
        CashHandedBack cash => state with { HandedBack = state.HandedBack + cash.Amount },
        DisputeOpened dispute => state.WithCapture(dispute.Capture, capture => capture with { IsDisputed = true, IsLost = false }),
        DisputeClosed dispute => state.WithCapture(dispute.Capture, capture => capture with { IsDisputed = false, IsLost = !dispute.Won }),
        AnomalyFound found => state with { Anomalies = state.Anomalies.Add(new(found, IsResolved: false)) },
        AnomalyResolved resolved => state with
        {
            Anomalies = [.. state.Anomalies.Select(a => a.As.Number == resolved.Number ? a with { IsResolved = true } : a)],
        },
        _ => throw new UnreachableException($"No rule to evolve a payment by {@event.GetType().Name}."),
    };

    static PaymentRefund Requested(PaymentState state, RefundRequested refund) => new(
        refund.Number, refund.Amount, refund.Capture ?? state.Captures[0].Reference, refund.Why ?? RefundWhy.Cancellation, refund.Operation,
        RefundState.Requested, Reference: null,
        refund.Amount with { Amount = refund.Why == RefundWhy.ByHand ? Math.Min(refund.Amount.Amount, state.Stuck.Amount) : 0 });

    extension(PaymentState state)
    {
        PaymentState WithPage(int? attempt, Func<Checkout, Checkout> change) =>
            state with { Checkouts = [.. state.Checkouts.Select(page => page.Attempt == attempt ? change(page) : page)] };

        PaymentState WithRefund(int number, Func<PaymentRefund, PaymentRefund> change) =>
            state with { Refunds = [.. state.Refunds.Select(refund => refund.Number == number ? change(refund) : refund)] };

        PaymentState WithCapture(string reference, Func<Capture, Capture> change) =>
            state with { Captures = [.. state.Captures.Select(capture => capture.Reference == reference ? change(capture) : capture)] };
    }
}
