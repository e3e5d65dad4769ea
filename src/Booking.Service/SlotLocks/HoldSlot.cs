using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Hosting;
using NodaTime;

namespace Booking.Service.SlotLocks;

/// <summary>Reserves an offered slot for one person while they decide. The hold lapses by the clock; no job has to run.</summary>
public static class HoldSlot
{
    public static readonly Refusal NotOffered = new("slot-not-offered", "No slot of this type starts then.");
    public static readonly Refusal Started = new("slot-started", "The slot has already started.");
    public static readonly Refusal NoticeTooShort = new("notice-too-short", "The doctor asks for more notice than this.");
    public static readonly Refusal Taken = new("slot-taken", "Somebody else has this slot.");
    public static readonly Refusal DayFull = new("day-full", "The doctor sees no more patients in these hours.");
    public static readonly Refusal TooManyHolds = new("too-many-holds", "Let go of another hold first.");

    /// <param name="Offered">What the calendar says of the slot; its verdict is <see cref="Verdict.NotOffered"/> when it knows none.</param>
    /// <param name="LiveHolds">How many live holds the holder has.</param>
    /// <param name="Cap">How many they may have; null for the desk.</param>
    /// <param name="NeedsVisit">It is a follow-up, and the holder is a patient who may not have one; the desk's patient is judged when the visit is requested.</param>
    /// <param name="Waiting">The entry of the waitlist whose turn it is; null when somebody asks for the hold themselves.</param>
    public sealed record Command(
        HoldId Hold, DoctorId Doctor, AppointmentType Type, AccountId Holder, Offer Offered, int LiveHolds, int? Cap, Instant Now, bool NeedsVisit = false,
        WaitlistEntryId? Waiting = null);

    // The arms stand in order of precedence: a retry is answered before any rule may refuse it; then come the time that was asked for, who
    // asks, what others have done, and what the holder has already.
    public static Decision<SlotEvent> Decide(SlotState state, Command hold) => (state, hold.Offered.Verdict) switch
    {
        (SlotState.Held held, _) when held.As.Hold == hold.Hold && held.LivesAt(hold.Now) => [],
        (_, Verdict.NotOffered) => NotOffered,
        (_, Verdict.Started) => Started,
        (_, Verdict.Notice) => NoticeTooShort,
        _ when hold.NeedsVisit => PatientRules.NeedsVisit,
        (_, Verdict.Taken) => Taken,
        (SlotState.Held held, _) when held.LivesAt(hold.Now) => Taken,
        (SlotState.Booked, _) => Taken,
        (_, Verdict.Full) => DayFull,
        _ when hold.Cap is { } cap && hold.LiveHolds >= cap => TooManyHolds,
        _ => [Held(hold, hold.Offered)],
    };

    static SlotHeld Held(Command hold, Offer offer) => new(
        hold.Hold, hold.Doctor, hold.Type, offer.Slot.Start, offer.Slot.End, offer.Slot.BusyUntil, hold.Holder, offer.Price, offer.Policy,
        Until: Instant.Min(hold.Now + offer.HoldFor, offer.Slot.Start), offer.PolicyVersion, hold.Waiting);

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/holds", Post).RequireAuthorization(Policies.PatientOrDesk)
            .Answers<HoldAnswer>(201, 400, 404, 409, 422, 429);

    static async Task<IResult> Post(
        HoldRequest request, Caller caller, Commands commands, HoldLimits limits, CalendarTurns turns, Alternatives alternatives, CancellationToken ct)
    {
        if (!Offers.IsThinkable(request.Start))
        {
            return NotOffered.Problem(caller.Http);
        }

        var reply = await Run(request, caller, commands, limits, turns, ct);
        return await alternatives.AddTo(reply, [Taken, NotOffered, Started, NoticeTooShort, DayFull], new(request.DoctorId), request.Type, request.Start, ct);
    }

    static async Task<Reply> Run(HoldRequest request, Caller caller, Commands commands, HoldLimits limits, CalendarTurns turns, CancellationToken ct)
    {
        using var turn = await turns.Take(new(request.DoctorId), ct);
        return turn is null
            ? new(null, Refusal.Busy)
            : await commands.Run(caller, (unit, now) => Plan(unit, now, new(request.DoctorId), request.Type, request.Start, caller, limits), ct);
    }

    internal static Func<Result<Answer>> Plan(
        Unit unit, Instant now, DoctorId doctor, AppointmentType type, Instant start, Caller caller, HoldLimits limits)
    {
        var (id, holder) = (HoldId.New(), caller.AccountId!.Value);
        int? cap = caller.IsDesk ? null : limits.PerPatient;
        var offer = unit.LoadOffer(doctor, type, start, now);
        var slot = unit.Load(SlotLock.Category, SlotLock.Id(doctor, start));
        var live = cap is null ? null : unit.CountLiveHolds(holder, now);
        var patient = type == AppointmentType.Followup && !caller.IsDesk ? unit.LoadPatient(new(holder.Value), doctor, start, start) : null;
        return () =>
        {
            if (offer.Value.Facts is not { } facts)
            {
                return Refusals.NotFound;
            }

            var command = new Command(
                id, doctor, type, holder, offer.Value.Of(start, type), live?.Value ?? 0, cap, now,
                NeedsVisit: patient is not null && !facts.Rules.AllowFollowup(start, patient.Value.Seen));
            if (unit.Append(slot, Decide(slot.State, command)) is { } refusal)
            {
                return refusal;
            }

            unit.Lock(facts.Schedule, facts.ScheduleVersion);
            unit.GuardHold(command);
            return Answer.Created($"/api/holds/{id}", Holds.Answer(slot.State), slot.Version);
        };
    }
}
