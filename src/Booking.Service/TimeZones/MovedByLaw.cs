using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Appointments;
using NodaTime;

namespace Booking.Service.TimeZones;

/// <summary>Why a visit keeps its instant although its promised wall time is another one now.</summary>
public enum ClockConflict
{
    /// <summary>Another visit, or somebody's hold, has that time.</summary>
    Taken,

    /// <summary>That time has begun already.</summary>
    Past,
}

/// <summary>
/// A government has moved the clock: the wall time that was promised is another instant now. The promise stays and the visit moves to it, or
/// it keeps its instant because of a <paramref name="Conflict"/>, which people have to look at.
/// </summary>
/// <param name="OldStart">Where it stood.</param>
/// <param name="Start">Where the promised wall time is by the new rules; its length stays.</param>
/// <param name="Tzdb">The version of the new rules.</param>
/// <param name="Hold">The hold that was made and spent for it; null when it did not move.</param>
/// <param name="Slot">The slot_lock stream of <paramref name="Start"/>; null when it did not move.</param>
/// <param name="Conflict">Null when it moved.</param>
public sealed record AppointmentTimeMovedByLaw(
    TimeZoneRunId Run, Instant OldStart, Instant OldEnd, Instant Start, Instant End, string Tzdb, HoldId? Hold, StreamId? Slot, ClockConflict? Conflict)
    : AppointmentEvent;

/// <summary>What follows for a visit.</summary>
public static class MovedByLaw
{
    public static AppointmentState Evolve(AppointmentState state, AppointmentTimeMovedByLaw moved) => moved is { Hold: { } hold, Slot: { } slot }
        ? state with
        {
            Requested = state.Visit with { Hold = hold, Slot = slot, Start = moved.Start, End = moved.End, Tzdb = moved.Tzdb },
            Changes = state.Changes + 1,
            StartBeforeLaw = state.RuleStart,
        }
        : state;
}
