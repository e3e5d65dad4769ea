using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Payments;
using Booking.Service.Waitlist;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>Delivered at the deadline of an unpaid visit.</summary>
public sealed record CloseUnpaidVisit(AppointmentId Appointment);

/// <summary>
/// Ends a visit that nobody has paid for: cancelled as <c>payment_expired</c>, its slot free again. Before that its pages are closed at
/// the provider and read, and what is found there counts.
/// </summary>
public sealed class CloseUnpaid(StreamStore store, WaitlistLimits offers, PaymentReader reader, PaymentRecords records, IClock clock, ILogger<CloseUnpaid> log)
{
    /// <summary>How long after the deadline the provider's word is waited for; after that the visit ends, and money that comes is late.</summary>
    public static readonly Duration Patience = Duration.FromMinutes(2);

    /// <summary>In real time, for all its pages: less than a message's handler has, so that a provider which hangs is one that has not answered.</summary>
    static readonly TimeSpan AskingTime = TimeSpan.FromSeconds(12);

    /// <summary>What a payment on its way is given, once: not past the start, but behind the last deadline of a visit that began unpaid.</summary>
    public static readonly Duration ProcessingTime = Duration.FromMinutes(30);

    public static Task Handle(IServiceProvider services, CloseUnpaidVisit message, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<CloseUnpaid>().Run(message.Appointment, context.Command, ct);

    public static Decision<AppointmentEvent> Decide(AppointmentState state, PaymentState? payment, Instant now)
    {
        if (!state.IsPending || now < state.PayBy)
        {
            return [];
        }

        if (payment?.Status == PaymentStatus.Processing && !state.HadProcessingTime && state.PayBy is { } payBy)
        {
            // Who came without an appointment was seen already, and nobody else waits for the time.
            var most = payBy > state.Visit.Start ? state.PayableUntil + ProcessingTime : state.Visit.Start;
            var longer = Instant.Min(payBy + ProcessingTime, most);
            if (longer > now)
            {
                return [new AppointmentDeadlineMoved(longer, ForProcessing: true)];
            }
        }

        var nothing = Money.Zero(state.Due.Currency);
        return [new AppointmentCancelled(Party.System, AppointmentState.PaymentExpired, nothing, nothing, "Nobody paid in time.", Reason: null)];
    }

    /// <exception cref="ProviderException">The provider did not answer, and there is still time to ask again.</exception>
    public async Task Run(AppointmentId id, CommandContext context, CancellationToken ct)
    {
        var row = await store.DataSource.FindAppointment(id, ct) ?? throw new InvalidOperationException($"Visit {id} has a deadline but no row.");
        if (row.Status != AppointmentStatus.PendingPayment || row.PayBy > context.Now)
        {
            return;
        }

        await ClosePages(row, context, ct);
        var outcome = await store.Transact<AppointmentState>(context with { Now = clock.GetCurrentInstant() }, unit =>
        {
            var streams = new VisitUnit(unit, row, offers: offers);
            return () => CancelAppointment.End(streams, Decide(streams.Visit.State, streams.Money?.State, context.Now)) is { } refusal ? refusal : streams.Visit.State;
        }, answer: null, ct);
        if (outcome.Refusal is { } refused)
        {
            throw new InvalidOperationException($"Visit {id} could not be closed: {refused.Code}.");
        }
    }

    async Task ClosePages(AppointmentRow row, CommandContext context, CancellationToken ct)
    {
        if (row.Payment is not { } id)
        {
            return;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(AskingTime);
        try
        {
            var payment = await records.Load(id, limit.Token);
            foreach (var page in payment.Checkouts.Where(c => c.IsOpen))
            {
                payment = await reader.Close(payment, page, context, limit.Token);
            }
        }
        catch (Exception e) when (context.Now >= row.PayBy + Patience && !ct.IsCancellationRequested)
        {
            // Whatever it is (out of reach, keys that do not open, an answer that cannot be): a time must not be kept for ever for it.
            log.LogWarning(e, "Visit {Visit} ends without the provider's word", row.Id);
        }
    }
}
