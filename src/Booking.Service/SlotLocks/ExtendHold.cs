using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Hosting;
using NodaTime;
using Npgsql;

namespace Booking.Service.SlotLocks;

/// <summary>Gives a hold its <c>holdMinutes</c> once more, counted from its old expiry and never past the start.</summary>
public static class ExtendHold
{
    public static readonly Refusal Expired = new("hold-expired", "The hold has lapsed.", StatusCodes.Status410Gone);
    public static readonly Refusal Used = new("hold-used", "A visit was booked with this hold.");
    public static readonly Refusal ExtensionUsed = new("hold-extension-used", "A hold is extended once.");

    public static Decision<SlotEvent> Decide(SlotState state, HoldId hold, Duration by, Instant now) => state switch
    {
        SlotState.Booked booked when booked.As.Hold == hold => Used,
        SlotState.Held held when held.As.Hold == hold && held.LivesAt(now) => held.Extended
            ? ExtensionUsed
            : [new HoldExtended(hold, Instant.Min(held.Until + by, held.As.Start))],
        _ => Expired,
    };

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapPost("/api/holds/{id}/extend", Post).RequireAuthorization(Policies.PatientOrDesk)
            .Answers<HoldAnswer>(200, 403, 404, 409, 410, 412, 422);

    static async Task<IResult> Post(Guid id, Caller caller, Commands commands, NpgsqlDataSource dataSource, CancellationToken ct)
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
            return () =>
            {
                var by = Duration.FromMinutes(calendar.Value.Rules.HoldMinutes);
                if ((caller.Expects(slot.Version) ?? unit.Append(slot, Decide(slot.State, hold.Id, by, now))) is { } refusal)
                {
                    return refusal;
                }

                unit.Lock(calendar.Value);
                return Answer.Ok(Holds.Answer(slot.State), slot.Version);
            };
        }, ct);
    }
}
