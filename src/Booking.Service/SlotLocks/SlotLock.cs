using System.Diagnostics;
using System.Globalization;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.SlotLocks;

public abstract record SlotEvent;

/// <param name="BusyUntil">The end of the visit and of the doctor's buffer after it.</param>
/// <param name="Holder">The account that may spend the hold.</param>
/// <param name="Price">Fixed here, whatever happens to the fees.</param>
/// <param name="Policy">Fixed here; null: everything goes back until the start.</param>
/// <param name="Until">From this instant on it has lapsed.</param>
/// <param name="PolicyVersion">The version of the doctor's stream at which the policy was set.</param>
/// <param name="Waiting">The entry of the waitlist to which it was offered; null for a hold that somebody asked for.</param>
public sealed record SlotHeld(
    HoldId Hold, DoctorId Doctor, AppointmentType Type, Instant Start, Instant End, Instant BusyUntil,
    AccountId Holder, Money Price, DoctorPolicy? Policy, Instant Until, long? PolicyVersion = null, WaitlistEntryId? Waiting = null) : SlotEvent;

public sealed record HoldExtended(HoldId Hold, Instant Until) : SlotEvent;
public sealed record HoldReleased(HoldId Hold) : SlotEvent;

/// <summary>Noted by the sweep; the hold had lapsed by the clock before.</summary>
public sealed record HoldExpired(HoldId Hold) : SlotEvent;
public sealed record SlotBooked(HoldId Hold, AppointmentId Appointment) : SlotEvent;
public sealed record SlotFreed(AppointmentId Appointment) : SlotEvent;

public abstract record SlotState
{
    /// <param name="Was">What had the slot last; null when nothing ever did.</param>
    public sealed record Free(SlotHeld? Was = null) : SlotState;

    /// <param name="Extended">A hold is extended once.</param>
    public sealed record Held(SlotHeld As, Instant Until, bool Extended) : SlotState
    {
        public bool LivesAt(Instant now) => now < Until;
    }

    public sealed record Booked(SlotHeld As, AppointmentId Appointment) : SlotState;
}

/// <summary>One stream per doctor and start, so the stream's version is the lock.</summary>
public static class SlotLock
{
    public static Category<SlotState, SlotEvent> Category { get; } = new("slot_lock", new SlotState.Free(), Evolve);

    public static StreamId Id(DoctorId doctor, Instant start) =>
        StreamId.Derive(doctor.Value, string.Create(CultureInfo.InvariantCulture, $"slot/{start.ToUnixTimeSeconds()}"));

    static SlotState Evolve(SlotState slot, SlotEvent @event) => (slot, @event) switch
    {
        (_, SlotHeld held) => new SlotState.Held(held, held.Until, Extended: false),
        (SlotState.Held held, HoldExtended extended) => held with { Until = extended.Until, Extended = true },
        (SlotState.Held held, SlotBooked booked) => new SlotState.Booked(held.As, booked.Appointment),
        (SlotState.Held held, HoldReleased or HoldExpired or SlotFreed) => new SlotState.Free(held.As),
        (SlotState.Booked booked, HoldReleased or HoldExpired or SlotFreed) => new SlotState.Free(booked.As),
        (SlotState.Free, HoldReleased or HoldExpired or SlotFreed) => slot,
        _ => throw new UnreachableException($"No rule to evolve {slot.GetType().Name} by {@event.GetType().Name}."),
    };
}
