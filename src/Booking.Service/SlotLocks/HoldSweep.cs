using Booking.EventStore;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using NodaTime;

namespace Booking.Service.SlotLocks;

/// <summary>
/// Tidies up behind the clock: notes holds that have lapsed, and drives on visits whose deadline message went missing.
/// Nothing depends on it being on time.
/// </summary>
public sealed class HoldSweep(StreamStore store, CloseUnpaid unpaid, IClock clock, ILogger<HoldSweep> log) : BackgroundService
{
    const int Batch = 100;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    static readonly Duration Grace = CloseUnpaid.Patience + Duration.FromMinutes(2);

    // What cannot be closed stays where it is, so each sweep begins where the one before ended, and at the beginning again when it saw the end.
    TimePlace _hold = TimePlace.Oldest, _visit = TimePlace.Oldest;

    /// <summary>A hold that was spent, extended or replaced in the meantime is left alone.</summary>
    public static Decision<SlotEvent> Decide(SlotState state, HoldId hold, Instant now) =>
        state is SlotState.Held held && held.As.Hold == hold && !held.LivesAt(now) ? [new HoldExpired(hold)] : [];

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Pause, "A sweep", log, Sweep, stoppingToken);

    /// <summary>Looks at a hundred holds and a hundred visits, and in its turn at each of them, however many cannot be closed.</summary>
    /// <returns>How many holds and visits it looked at.</returns>
    public async Task<int> Sweep(CancellationToken ct)
    {
        var now = clock.GetCurrentInstant();
        var context = CommandContext.BySystem(now, "sweep");
        var lapsed = await store.DataSource.LapsedHolds(now, _hold, Batch, ct);
        foreach (var hold in lapsed)
        {
            await Alone(() => Expire(hold, context, ct), "Hold", hold.Id.Value, ct);
        }

        _hold = lapsed is { Count: Batch } ? new(lapsed[^1].Until, lapsed[^1].Id.Value) : TimePlace.Oldest;
        var overdue = await store.DataSource.OverdueAppointments(now - Grace, _visit, Batch, ct);
        foreach (var visit in overdue)
        {
            await Alone(() => unpaid.Run(new(visit.Id), context, ct), "Visit", visit.Id, ct);
        }

        _visit = overdue is { Count: Batch } ? overdue[^1] : TimePlace.Oldest;
        return lapsed.Count + overdue.Count;
    }

    /// <summary>One hold or visit that cannot be closed must not keep the others from it.</summary>
    async Task Alone(Func<Task> close, string what, Guid id, CancellationToken ct)
    {
        try
        {
            await close();
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Database.IsUnavailable(e))
        {
            log.LogWarning(e, "{What} {Id} could not be closed; it is tried again", what, id);
        }
    }

    Task<Outcome<SlotState>> Expire(HoldRow hold, CommandContext context, CancellationToken ct) => store.Transact<SlotState>(context, unit =>
    {
        var calendar = unit.LoadCalendarLock(hold.Doctor);
        var slot = unit.Load(SlotLock.Category, hold.Slot);
        return () =>
        {
            if (unit.Append(slot, Decide(slot.State, hold.Id, context.Now)) is { } refusal)
            {
                return refusal;
            }

            unit.Lock(calendar.Value);
            return slot.State;
        };
    }, answer: null, ct);
}
