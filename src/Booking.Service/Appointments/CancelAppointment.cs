using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Patients;
using Booking.Service.Payments;
using Booking.Service.Waitlist;
using NodaTime;
using Npgsql;
using Payments.Adapters;

namespace Booking.Service.Appointments;

/// <summary>Ends a visit by one of its parties; what was paid goes back by the rule that was shown. A repeat answers the visit as it is.</summary>
public static class CancelAppointment
{
    public static readonly Refusal Started = new("visit-started", "The visit has started; ask the desk.");
    public static readonly Refusal Ended = new("visit-ended", "The visit is over.");

    /// <param name="Captured">What was paid and has not gone back already.</param>
    /// <param name="GivesBack">Whether whoever has the money can give exactly so much back; null: anything.</param>
    public sealed record Command(Party By, Money Captured, byte[]? Reason, Instant Now, Func<Money, bool>? GivesBack = null);

    public static Decision<AppointmentEvent> Decide(AppointmentState state, Command cancel) => state.Status switch
    {
        AppointmentStatus.Cancelled or AppointmentStatus.Refunded => [],
        AppointmentStatus.Completed or AppointmentStatus.NoShow => Ended,
        _ when cancel.By == Party.Patient && state.Visit.Start <= cancel.Now => Started,
        _ => [Cancelled(state, cancel)],
    };

    /// <summary>What cancelling now would give back and keep; the same function that cancels.</summary>
    public static AppointmentCancelled Cancelled(AppointmentState state, Command cancel)
    {
        var nothing = Money.Zero(state.Due.Currency);
        if (state.Status == AppointmentStatus.PendingPayment)
        {
            return new(cancel.By, "cancelled", Fee: nothing, Refund: nothing, "A visit that is not paid costs nothing to cancel.", cancel.Reason);
        }

        var (percent, rule) = CancellationRule.RefundPercent(state.Visit.Policy, state.RuleStart, cancel.Now, cancel.By, state.MostRefund);
        var refund = Refund.Payable(cancel.Captured.Percent(percent), cancel.Captured, cancel.GivesBack);
        return new(cancel.By, "cancelled", Fee: cancel.Captured - refund, refund, rule, cancel.Reason);
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/api/appointments/{id}/cancel", Post).RequireAuthorization(Policies.SignedIn)
            .Answers<AppointmentAnswer>(200, 400, 403, 404, 409, 412, 422);
        app.MapGet("/api/appointments/{id}/cancellation", Preview).RequireAuthorization(Policies.SignedIn)
            .Answers<CancellationPreview>(200, 400, 403, 404, 409);
    }

    static async Task<IResult> Post(Guid id, CancelRequest request, Caller caller, Commands commands, PatientKeys keys, PaymentGateways gateways, WaitlistLimits offers, NpgsqlDataSource dataSource,
        CancellationToken ct)
    {
        if (request.Reason.Length is 0 or > Limits.FreeText)
        {
            return Problems.Invalid(caller.Http, "reason", $"Must have 1 to {Limits.FreeText} characters.");
        }

        if (await dataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (!Parties.MaySay(caller, request.For))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var reason = (await keys.For(row.Patient, ct)).Seal(request.Reason, Fields.CancelReason);
        return await commands.Run(caller, (unit, now) =>
        {
            var streams = new VisitUnit(unit, row, offers: offers);
            return () =>
            {
                var command = new Command(Parties.Of(caller, row, request.For), streams.Captured, reason, now, GivesBack(streams, gateways));
                return (caller.Expects(streams.Visit.Version) ?? End(streams, Decide(streams.Visit.State, command))) is { } refusal
                    ? refusal
                    : Answer.Ok(AppointmentBody.Of(streams.Visit.State, caller), streams.Visit.Version);
            };
        }, ct);
    }

    static async Task<IResult> Preview(Guid id, string? @for, Caller caller, StreamStore store, PaymentGateways gateways, IClock clock, CancellationToken ct)
    {
        if (await store.DataSource.FindAppointment(new(id), ct) is not { } row || !caller.MaySee(row))
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        var errors = new FieldErrors();
        ActingFor? side = @for is null ? null : QueryFields.Enum(errors, "for", @for, ActingFor.Patient);
        if (errors.Any)
        {
            return Problems.Invalid(caller.Http, errors.ToDictionary());
        }

        if (!Parties.MaySay(caller, side))
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        var context = new CommandContext(clock.GetCurrentInstant(), caller.TraceId, null, Actor.System);
        var outcome = await store.Transact<CancellationPreview>(context, unit =>
        {
            var streams = new VisitUnit(unit, row);
            return () =>
            {
                var decision = Decide(streams.Visit.State, new(Parties.Of(caller, row, side), streams.Captured, Reason: null, context.Now, GivesBack(streams, gateways)));
                return decision.Refusal is { } refusal ? refusal
                    : decision.Events is [AppointmentCancelled cancelled] ? new CancellationPreview(cancelled.Refund, cancelled.Fee, cancelled.Rule)
                    : Ended;
            };
        }, answer: null, ct);
        return outcome.Refusal is { } refused ? refused.Problem(caller.Http) : TypedResults.Ok(outcome.Value);
    }

    /// <summary>Appends the end of a visit with what follows for its slot and its money.</summary>
    public static Refusal? End(VisitUnit streams, Decision<AppointmentEvent> decision)
    {
        if (streams.Append(decision) is { } refusal || decision.Events is not [AppointmentCancelled cancelled])
        {
            return decision.Refusal;
        }

        streams.FreeSlot();
        Settlement.AfterEnd(streams, cancelled);
        return null;
    }

    /// <summary>What the one who has the visit's money can give back; null: anything.</summary>
    internal static Func<Money, bool>? GivesBack(VisitUnit streams, PaymentGateways gateways) =>
        streams.Money is { State: var money } ? gateways.For(money.Provider).GivesBack : null;
}
