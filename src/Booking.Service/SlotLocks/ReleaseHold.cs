using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Hosting;
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

    static async Task<IResult> Delete(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct)
    {
        if (await dataSource.FindHold(new(id), ct) is not { } hold)
        {
            return Refusals.NotFound.Problem(caller.Http);
        }

        if (hold.Holder != caller.AccountId)
        {
            return Refusals.Forbidden.Problem(caller.Http);
        }

        return await commands.Run(caller, (unit, _) =>
        {
            var calendar = unit.LoadCalendarLock(hold.Doctor);
            var slot = unit.Load(SlotLock.Category, hold.Slot);
            return () =>
            {
                if ((caller.Expects(slot.Version) ?? unit.Append(slot, Decide(slot.State, hold.Id))) is { } refusal)
                {
                    return refusal;
                }

                unit.Lock(calendar.Value);
                return Answer.NoContent();
            };
        }, ct);
    }
}
