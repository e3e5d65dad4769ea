using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Hosting;
using Booking.Service.Waitlist;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Gives a held slot back before its time. A repeat, and one that comes after the hold has lapsed, changes nothing.</summary>
public static class ReleaseHold
{
    public static readonly Refusal Used = new("hold-used", "A visit was booked with this hold; cancel the visit instead.");

    public static Decision<SlotEvent> Decide(SlotState state, HoldId hold) => state switch
    {
        SlotState.Held held when held.As.Hold == hold => [new HoldReleased(hold)],
        SlotState.Booked booked when booked.As.Hold == hold => Used,
        _ => [],
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapDelete("/api/holds/{id}", Delete).RequireAuthorization(Policies.PatientOrDesk).AnswersNothing(204, 403, 404, 409, 412);

    static async Task<IResult> Delete(Guid id, Caller caller, Commands commands, WaitlistLimits offers, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindHold(new(id), ct) is not { } hold)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (hold.Holder != caller.AccountId)
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, now) =>
        {
            var calendar = unit.LoadCalendarLock(hold.Doctor);
            var slot = unit.Load(SlotLock.Category, hold.Slot);
            var handover = new Handover(unit, hold.Doctor, hold.Type, hold.Start, offers);
            return () =>
            {
                var lives = slot.State is SlotState.Held held && held.LivesAt(now + Handover.Margin);
                var decision = Decide(slot.State, hold.Id);
                if ((caller.Expects(slot.Version) ?? unit.Append(slot, decision)) is { } refusal)
                {
                    return refusal;
                }

                if (lives && !decision.Events.IsEmpty)
                {
                    handover.Offer(slot);
                }

                unit.Lock(calendar.Value);
                return Answer.NoContent();
            };
        }, ct);
    }
}
