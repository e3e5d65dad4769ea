using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.SlotLocks;
using NodaTime;
using Npgsql;

namespace Booking.Service.Waitlist;

/// <summary>Ends a wish before its time; what is held for it goes back in the same transaction. A repeat changes nothing.</summary>
public static class LeaveWaitlist
{
    /// <summary>How often a new offer may come in between before the caller is told to try again.</summary>
    const int Attempts = 4;

    /// <summary>Of one patient in one go.</summary>
    const int MostWishes = 100;

    /// <summary>Never seen by a client: an offer came in between, and its slot has to be loaded too.</summary>
    static readonly Refusal OfferedMeanwhile = new("offered-meanwhile", "A time was offered in the meantime.");

    /// <param name="booked">The offer was spent already, though the list does not know it yet.</param>
    public static Decision<WaitlistEvent> Decide(WaitlistState state, WaitlistEntryId id, bool booked = false) => state.Find(id) switch
    {
        null => [],
        { Offer: { } offer } when booked => [new WaitlistOfferEnded(id, offer.Hold, OfferEnd.Booked), new WaitlistLeft(id, LeavingReason.Booked)],
        { Offer: { } offer } => [new WaitlistOfferEnded(id, offer.Hold, OfferEnd.Declined), new WaitlistLeft(id, LeavingReason.Withdrawn)],
        _ => [new WaitlistLeft(id, LeavingReason.Withdrawn)],
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapDelete("/api/waitlist/{id}", Delete).RequireAuthorization(Policies.PatientOrDesk).AnswersNothing(204, 404, 409, 412, 422);

    static async Task<IResult> Delete(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, IClock clock, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await dataSource.FindWaitlistEntry(new(id), clock.GetCurrentInstant(), ct) is not { } row || !caller.MaySee(row))
            {
                return Refusals.NotFound.Problem(caller.Http);
            }

            var reply = await commands.Run(caller, (unit, now) => Plan(unit, now, row, caller.IfMatch), ct);
            if (reply.Refusal != OfferedMeanwhile)
            {
                return reply;
            }

            if (attempt == Attempts)
            {
                return Refusal.Busy.Problem(caller.Http);
            }
        }
    }

    /// <summary>Ends whatever a patient still waits for.</summary>
    /// <returns>Null when they wait for nothing any more.</returns>
    public static async Task<Refusal?> OfPatient(StreamStore store, PatientId patient, CommandContext context, CancellationToken ct)
    {
        Refusal? refused = null;
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var waiting = await store.DataSource.LiveWaitlist(doctor: null, patient.Value, (NodaConstants.UnixEpoch, 0, Guid.Empty), MostWishes, context.Now, ct);
            if (waiting.Count == 0)
            {
                return null;
            }

            foreach (var row in waiting)
            {
                refused = (await store.Transact(context with { Idempotency = null }, unit => Plan(unit, context.Now, row, seen: null), answer: null, ct)).Refusal;
            }
        }

        return refused == OfferedMeanwhile ? Refusal.Busy : refused;
    }

    /// <param name="seen">The version of the entry that the caller has seen; null when that does not matter.</param>
    static Func<Result<Answer>> Plan(Unit unit, Instant now, WaitlistRow row, long? seen)
    {
        var list = unit.Load(WaitingList.Category, WaitingList.Stream(row.Doctor));
        var calendar = row.Start is null ? null : unit.LoadCalendarLock(row.Doctor);
        var slot = row.Start is { } start ? unit.Load(SlotLock.Category, SlotLock.Id(row.Doctor, start)) : null;
        return () =>
        {
            var entry = list.State.Find(row.Id);
            if (entry is not null && Refusals.Expects(seen, entry.Version) is { } stale)
            {
                return stale;
            }

            if (entry?.Offer is { } offer && offer.Hold != row.Noted)
            {
                return OfferedMeanwhile;
            }

            unit.Append(list, Decide(list.State, row.Id, booked: slot?.State is SlotState.Booked spent && spent.As.Hold == row.Noted));
            if (slot?.State is SlotState.Held held && held.As.Hold == row.Noted && held.LivesAt(now))
            {
                unit.Append(slot, ReleaseHold.Decide(slot.State, held.As.Hold));
                unit.Lock(calendar!.Value);
            }

            return Answer.NoContent();
        };
    }
}
