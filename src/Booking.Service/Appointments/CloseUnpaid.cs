using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>Delivered at the deadline of an unpaid visit.</summary>
public sealed record CloseUnpaidVisit(AppointmentId Appointment);

/// <summary>Ends a visit that nobody has paid for: cancelled as <c>payment_expired</c>, its slot free again.</summary>
public static class CloseUnpaid
{
    public static Decision<AppointmentEvent> Decide(AppointmentState state)
    {
        if (!state.IsPending)
        {
            return [];
        }

        var nothing = Money.Zero(state.Due.Currency);
        return [new AppointmentCancelled(CancelledBy.System, "payment_expired", nothing, nothing, "Nobody paid in time.", Reason: null)];
    }

    public static async Task Run(StreamStore store, AppointmentId id, CommandContext context, CancellationToken ct)
    {
        var row = await store.DataSource.FindAppointment(id, ct)
            ?? throw new InvalidOperationException($"Visit {id} has a deadline but no row.");
        var outcome = await store.Transact<AppointmentState>(context, unit =>
        {
            var streams = new VisitUnit(unit, row);
            return () => CancelAppointment.End(streams, Decide(streams.Visit.State)) is { } refusal ? refusal : streams.Visit.State;
        }, answer: null, ct);
        if (outcome.Refusal is { } refused)
        {
            throw new InvalidOperationException($"Visit {id} could not be closed: {refused.Code}.");
        }
    }

    public static Task Handle(IServiceProvider services, CloseUnpaidVisit message, MessageContext context, CancellationToken ct) =>
        Run(services.GetRequiredService<StreamStore>(), message.Appointment, context.Command, ct);
}
