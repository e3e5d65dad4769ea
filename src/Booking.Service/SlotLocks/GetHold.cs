using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;

namespace Booking.Service.SlotLocks;

/// <summary>One hold, for whoever holds it: how long it lives and what it promises, or what has become of it.</summary>
public static class GetHold
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/api/holds/{id}", Get).RequireAuthorization(Policies.PatientOrDesk).Answers<HoldDetails>(200, 403, 404);

    static async Task<IResult> Get(Guid id, Caller caller, StreamStore store, Alternatives alternatives, IClock clock, CancellationToken ct)
    {
        if (await store.DataSource.FindHold(new(id), ct) is not { } hold)
            return Refusals.NotFound.Problem(caller.Http);
        if (hold.Holder != caller.AccountId)
            return Refusals.Forbidden.Problem(caller.Http);
        var details = (await store.StateAsOf(SlotLock.Category, hold.Slot, ct: ct))?.State switch
        {
            SlotState.Held held when held.As.Hold == hold.Id && held.LivesAt(clock.GetCurrentInstant()) =>
                Details(hold, HoldStatus.Held) with { ExpiresAt = held.Until, Extended = held.Extended, Policy = held.As.Policy },
            SlotState.Booked booked when booked.As.Hold == hold.Id => Details(hold, HoldStatus.Spent) with { AppointmentId = booked.Appointment.Value },
            _ => Details(hold, HoldStatus.Lapsed) with { Alternatives = await alternatives.Next(hold.Doctor, hold.Type, hold.Start, ct) },
        };
        return TypedResults.Ok(details);
    }

    static HoldDetails Details(HoldRow hold, HoldStatus status) => new(
        hold.Id.Value, hold.Doctor.Value, hold.Start, hold.End, hold.Type, hold.Until, hold.Price, status, Extended: false, Policy: null, AppointmentId: null, Alternatives: null);
}
