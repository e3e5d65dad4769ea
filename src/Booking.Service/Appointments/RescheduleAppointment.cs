using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Patients;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;

namespace Booking.Service.Appointments;

/// <summary>
/// Moves a visit in place: its id, payment and meeting link stay. A move never changes the price: nothing more is asked and nothing is given
/// back, whatever the doctor's fees are now. What a later cancellation gives back is at most what it would have given back at the moment
/// of the move, unless the doctor's side moved it. A repeat (the same start) answers the visit as it is. A live hold of the new time by the
/// patient, or by who moves, is spent on it.
/// </summary>
public static class RescheduleAppointment
{
    public static readonly Refusal Cancelled = new("visit-cancelled", "The visit was cancelled.");
    public static readonly Refusal TooLate = new("too-late-to-move", "It is too late to move this visit; ask the desk.");

    /// <param name="Claim">What a hold of the new start would be, its refusal included; the visit's own slot is not in its way.</param>
    /// <param name="Slot">The new slot's stream.</param>
    /// <param name="Zone">The doctor's: the new time is promised in it.</param>
    /// <param name="Patient">What the patient's own rules say of the new time; null: nothing against it.</param>
    public sealed record Command(
        Party By, Instant Start, Decision<SlotEvent> Claim, StreamId Slot, DateTimeZone Zone, byte[]? Reason, Instant Now, Refusal? Patient = null);

    // The arms stand in order of precedence; those of the new slot are a hold's own.
    public static Decision<AppointmentEvent> Decide(AppointmentState state, Command move) => state.Status switch
    {
        AppointmentStatus.Cancelled or AppointmentStatus.Refunded => Cancelled,
        AppointmentStatus.Completed or AppointmentStatus.NoShow => CancelAppointment.Ended,
        _ when state.Visit.Start == move.Start => [],
        _ when move.By == Party.Patient && IsTooLate(state, move.Now) => TooLate,
        _ when move.Claim.Refusal is { } refusal => refusal,
        _ when move.Patient is { } refusal => refusal,
        AppointmentStatus.PendingPayment when move.Start < state.PayBy => RequestAppointment.TooLate,
        _ => [Moved(state, move, (SlotHeld)move.Claim.Events[0])],
    };

    /// <summary>Until <c>rescheduleHoursBefore</c> its present start, that moment included; without a policy until the start.</summary>
    static bool IsTooLate(AppointmentState visit, Instant now) =>
        now >= visit.Visit.Start || visit.RuleStart - now < Duration.FromHours(visit.Visit.Policy?.RescheduleHoursBefore ?? 0);

    static AppointmentRescheduled Moved(AppointmentState state, Command move, SlotHeld to) => new(
        move.By, to.Hold, move.Slot, to.Start, to.End, to.Start.InZone(move.Zone).LocalDateTime, move.Zone.Id, Zones.TzdbVersion, MostRefund(state, move), move.Reason);

    /// <summary>A visit that is not paid costs nothing to cancel, so to move it costs nothing either.</summary>
    static int MostRefund(AppointmentState state, Command move) => move.By is Party.Doctor or Party.System || state.IsPending
        ? state.MostRefund
        : CancellationRule.RefundPercent(state.Visit.Policy, state.RuleStart, move.Now, move.By, state.MostRefund).Percent;

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/appointments/{id}/reschedule", Post).RequireAuthorization(Policies.SignedIn)
            .Answers<AppointmentAnswer>(200, 400, 403, 404, 409, 410, 412, 422);

    static async Task<IResult> Post(
        Guid id, RescheduleRequest request, Caller caller, Commands commands, PatientKeys keys, Alternatives alternatives, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (request.Reason is { Length: 0 or > Limits.FreeText })
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

        if (!Offers.IsThinkable(request.Start))
        {
            return HoldSlot.NotOffered.Problem(caller.Http);
        }

        var reason = request.Reason is { } words ? (await keys.For(row.Patient, ct)).Seal(words, Fields.MoveReason) : null;
        var reply = await commands.Run(caller, (unit, now) => Plan(unit, now, row, request, caller, reason), ct);
        return await alternatives.AddTo(reply, HoldSlot.Taken, row.Doctor, row.Type, request.Start, ct);
    }

    static Func<Result<Answer>> Plan(Unit unit, Instant now, AppointmentRow row, RescheduleRequest request, Caller caller, byte[]? reason)
    {
        var (start, by) = (request.Start, Parties.Of(caller, row, request.For));
        var streams = new VisitUnit(unit, row);
        // Before the slot: whoever sees the patient's other visit there sees that the slot is taken.
        var patient = unit.LoadPatient(row.Patient, row.Doctor, start, start + PatientRules.LongestVisit);
        // After the calendar that is locked: were this offer of a later schedule, the lock would be of an earlier one and lose.
        var offer = unit.LoadOffer(row.Doctor, row.Type, start, now, moving: row.Id);
        var slot = unit.Load(SlotLock.Category, SlotLock.Id(row.Doctor, start));
        var hold = HoldId.New();
        return () =>
        {
            var (visit, offered) = (streams.Visit.State, offer.Value.Of(start, row.Type));
            var own = OwnHold(slot.State, row, caller, now);
            var claim = own is not null ? [own]
                : HoldSlot.Decide(slot.State, new(hold, row.Doctor, row.Type, new(row.Patient.Value), offered, LiveHolds: 0, Cap: null, now));
            var end = claim.Events is [SlotHeld to] ? to.End : start;
            var busy = patient.Value.RefusedMove(streams.Calendar.Rules, row, new(start, end), by);
            var decision = Decide(visit, new(by, start, claim, slot.Id, streams.Calendar.Zone, reason, now, busy));
            if ((caller.Expects(streams.Visit.Version) ?? decision.Refusal) is { } refusal)
            {
                return refusal;
            }

            if (decision.Events.IsEmpty)
            {
                return Answer.Ok(AppointmentBody.Of(visit, caller), streams.Visit.Version);
            }

            Take(streams, slot, claim, own, offered.Window);
            streams.Append(decision);
            return Answer.Ok(AppointmentBody.Of(streams.Visit.State, caller), streams.Visit.Version);
        };
    }

    static void Take(VisitUnit streams, EventStream<SlotState, SlotEvent> slot, Decision<SlotEvent> claim, SlotHeld? own, OfferedWindow? window)
    {
        var (visit, held) = (streams.Visit.State.Visit, (SlotHeld)claim.Events[0]);
        var booked = new SlotBooked(held.Hold, visit.Appointment);
        // A hold made for it is spent at once, so it need not last; what it would cost today does not matter.
        var fresh = held with { Price = visit.Price, Policy = visit.Policy, PolicyVersion = visit.PolicyVersion, Until = held.Start };
        streams.MoveSlot(slot, own is null ? [fresh, booked] : [booked], own is null ? window : null);
    }

    static SlotHeld? OwnHold(SlotState slot, AppointmentRow visit, Caller caller, Instant now) =>
        slot is SlotState.Held held && held.LivesAt(now) && held.As.Type == visit.Type
        && (held.As.Holder.Value == visit.Patient.Value || held.As.Holder == caller.AccountId)
            ? held.As
            : null;
}
