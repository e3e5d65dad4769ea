using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Doctors;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Timelines;

/// <summary>Schedule, holds and visits of a doctor as the log had them at an instant.</summary>
/// <param name="Claims">Those that lived then, by start.</param>
/// <param name="CutByOtherRules">The schedule stood by time zone rules of another version than this process has.</param>
sealed record PastCalendar(DoctorCalendar Calendar, IReadOnlyList<Claim> Claims, bool CutByOtherRules)
{
    /// <summary>Who held a time then is found by every hold that ever was of it.</summary>
    const string Slots = "select distinct slot_id from holds where doctor_id = $1 and starts_at >= $2 and starts_at < $3 limit 5000";

    /// <returns>Null when there was no such doctor then.</returns>
    public static async Task<PastCalendar?> Read(StreamStore store, DoctorId id, AppointmentType type, LocalDate first, LocalDate last, Instant at, CancellationToken ct)
    {
        if (await store.StateAsOf(Doctor.Category, id.Stream(), at, ct: ct) is not { State: { Fees: { } fees } doctor }
            || await store.StateAsOf(Schedule.Category, Schedule.Stream(id), at, ct: ct) is not { State: { Reach: { } reach } schedule, Version: var version })
            return null;
        // A window of the date before may reach into the first, and one that is limited counts all its claims.
        var dates = new DateInterval(LocalDate.Max(first.PlusDays(-2), reach.From), LocalDate.Max(LocalDate.Max(first.PlusDays(-2), reach.From), LocalDate.Min(last.PlusDays(1), reach.Through)));
        var windows = new SlotCutter(schedule.Timetable, Zones.Provider).Cut(dates).Where(window => window.Type == type).ToList();
        var claims = await Claimed(store, id, first, last, at, ct);
        var facts = new CalendarFacts(
            id, Schedule.Stream(id), version, schedule.Zone, doctor.Verified && doctor.Accepting, schedule.Rules, fees, doctor.Policy, Verified: doctor.Verified);
        return new(new(facts, new(windows), [.. claims], at), claims, reach.Tzdb != Zones.TzdbVersion);
    }

    static async Task<List<Claim>> Claimed(StreamStore store, DoctorId id, LocalDate first, LocalDate last, Instant at, CancellationToken ct)
    {
        List<Guid> slots = [];
        await using (var command = store.DataSource.CreateCommand(Slots).With(
            Pg.Uuid(id.Value), Pg.At(first.PlusDays(-3).AtMidnight().InUtc().ToInstant()), Pg.At(last.PlusDays(4).AtMidnight().InUtc().ToInstant())))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                slots.Add(row.GetGuid(0));
        }

        var events = await store.DataSource.ReadStreams([.. slots], at, ct);
        return [.. events.GroupBy(e => e.Metadata.Stream).Select(slot => Fold(store, slot)).Select(state => ClaimOf(state, at)).OfType<Claim>().OrderBy(claim => claim.Start)];
    }

    static SlotState Fold(StreamStore store, IEnumerable<RecordedEvent> slot) => slot.Aggregate(
        SlotLock.Category.Initial, (state, e) => SlotLock.Category.Evolve(state, (SlotEvent)store.Model.Events.Read(e.Type, e.Json)));

    static Claim? ClaimOf(SlotState state, Instant at) => state switch
    {
        SlotState.Held held when held.LivesAt(at) => new(held.As.Hold, held.As.Start, held.As.BusyUntil, held.Until),
        SlotState.Booked booked => new(null, booked.As.Start, booked.As.BusyUntil),
        _ => null,
    };
}
