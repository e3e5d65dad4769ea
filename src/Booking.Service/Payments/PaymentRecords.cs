using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.SlotLocks;

namespace Booking.Service.Payments;

/// <summary>Records what was learnt of a payment, and what follows for its visit, in one transaction.</summary>
public sealed class PaymentRecords(StreamStore store, CheckoutUrls urls)
{
    public static readonly Refusal CountedElsewhere = new("capture-counted", "This money was counted for another payment.");

    /// <summary>The payment as it stands.</summary>
    /// <exception cref="InvalidOperationException">There is no such payment.</exception>
    public async Task<PaymentState> Load(PaymentId payment, CancellationToken ct) =>
        (await store.StateAsOf(Payment.Category, payment.Stream(), ct: ct) ?? throw new InvalidOperationException($"There is no payment {payment}.")).State;

    /// <param name="decide">Given the payment, answers what is new of it.</param>
    /// <param name="beforeVisit">Appends to the visit before it follows its money; for what is decided of both.</param>
    /// <exception cref="InvalidOperationException">There is no such payment, or the money is another's.</exception>
    /// <exception cref="ProviderException">Too many change it at once; again later.</exception>
    public async Task<PaymentState> Record(
        PaymentId payment, CommandContext context, Func<PaymentState, Decision<PaymentEvent>> decide, CancellationToken ct, Action<VisitUnit>? beforeVisit = null)
    {
        var outcome = await Attempt(payment, context, decide, beforeVisit, late: true, ct);
        if (outcome.Refusal == HoldSlot.Taken || outcome.Refusal == HoldSlot.DayFull)
        {
            // The time of a lapsed visit went to somebody else between the look and the commit.
            outcome = await Attempt(payment, context, decide, beforeVisit, late: false, ct);
        }

        if (outcome.Refusal == CountedElsewhere)
        {
            // The provider names this payment for money that it named another for: neither is believed a second time.
            outcome = await Attempt(payment, context, Suspect, beforeVisit: null, late: false, ct);
        }

        var state = outcome.Refusal is { } refusal ? throw Failed(payment, refusal) : outcome.Value!;
        urls.Tell(state);
        return state;
    }

    async Task<Outcome<PaymentState>> Attempt(
        PaymentId payment, CommandContext context, Func<PaymentState, Decision<PaymentEvent>> decide, Action<VisitUnit>? beforeVisit, bool late, CancellationToken ct)
    {
        var row = await store.DataSource.FindAppointmentOf(payment, ct) ?? throw new InvalidOperationException($"Payment {payment} has no visit.");
        return await store.Transact<PaymentState>(context, unit =>
        {
            var streams = new VisitUnit(unit, row, late ? context.Now : null);
            return () =>
            {
                var decision = decide(streams.Money!.State);
                if (streams.Append(decision) is { } refusal)
                {
                    return refusal;
                }

                if (!decision.Events.IsEmpty)
                {
                    beforeVisit?.Invoke(streams);
                    Settlement.AfterMoney(streams);
                }

                return streams.Money.State;
            };
        }, answer: null, ct);
    }

    static Decision<PaymentEvent> Suspect(PaymentState payment) => [.. RecordSnapshot.Numbered(payment, RecordSnapshot.Anomaly(
        payment, AnomalyKind.PaymentDiffers, "counted elsewhere", "The provider shows money that was counted for another payment"))];

    static Exception Failed(PaymentId payment, Refusal refusal) => refusal == Refusal.Busy
        ? new ProviderException($"Payment {payment} is busy.")
        : new InvalidOperationException($"Payment {payment} could not be recorded: {refusal.Code}.");
}

/// <summary>What was to be asked of a provider is not known yet and is asked again later.</summary>
public sealed class ProviderException(string message) : Exception(message);
