using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>What it takes to say how a visit went, and to take that back: it is for the desk and the doctor, and only of what was confirmed.</summary>
static class VisitClosing
{
    public static readonly Refusal NotConfirmed = new("visit-not-confirmed", "The visit waits for its payment.");
    public static readonly Refusal NotStarted = new("visit-not-started", "The visit has not started.");

    /// <summary>Why a visit cannot be closed now, in order of precedence; a repeat is answered before.</summary>
    public static Refusal? Refused(AppointmentState state, Instant now) => state.Status switch
    {
        AppointmentStatus.Cancelled or AppointmentStatus.Refunded => RescheduleAppointment.Cancelled,
        AppointmentStatus.PendingPayment => NotConfirmed,
        AppointmentStatus.Completed or AppointmentStatus.NoShow => CancelAppointment.Ended,
        _ when now < state.Visit.Start => NotStarted,
        _ => null,
    };

    /// <param name="plan">Asks for what it needs beside the visit, and answers what to do once that is loaded.</param>
    public static async Task<IResult> Run(
        Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, Func<Unit, VisitUnit, Instant, Func<Refusal?>> plan, CancellationToken ct)
    {
        if (await dataSource.FindAppointment(new(id), ct) is not { } row || !caller.ActsFor(row.Doctor))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, now) =>
        {
            var streams = new VisitUnit(unit, row);
            var act = plan(unit, streams, now);
            return () => (caller.Expects(streams.Visit.Version) ?? act()) is { } refusal
                ? refusal
                : Answer.Ok(AppointmentBody.Of(streams.Visit.State, caller), streams.Visit.Version);
        }, ct);
    }
}
