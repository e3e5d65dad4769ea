using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Coupons;
using Booking.Service.Payments;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using Booking.Service.Videos;
using Booking.Service.Waitlist;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>The streams of one visit together: the visit, its slot and its money, under the calendar lock.</summary>
public sealed class VisitUnit
{
    /// <summary>No stream is ever at it.</summary>
    const long NoVersion = -1;

    readonly Unit _unit;
    readonly AppointmentRow _row;
    readonly Loaded<CalendarFacts> _calendar;
    readonly EventStream<SlotState, SlotEvent> _slot;
    readonly VisitCoupon? _coupon;
    readonly LateSlot? _late;
    readonly Handover? _handover;

    /// <param name="now">Given when money may have come in: then a visit that lapsed is looked at again.</param>
    /// <param name="offers">Given when the slot may be given up: then it goes to who waits for it, if it can be at once.</param>
    public VisitUnit(Unit unit, AppointmentRow row, Instant? now = null, WaitlistLimits? offers = null)
    {
        (_unit, _row) = (unit, row);
        _calendar = unit.LoadCalendarLock(row.Doctor);
        _slot = unit.Load(SlotLock.Category, row.Slot);
        Visit = unit.Load(Appointment.Category, row.Id.Stream());
        Money = row.Payment is { } payment ? unit.Load(Payment.Category, payment.Stream()) : null;
        _coupon = row.Coupon is { } coupon ? new VisitCoupon(unit, row, coupon) : null;
        _late = now is { } instant && row.Status != Contracts.AppointmentStatus.Confirmed ? new LateSlot(unit, row, instant) : null;
        _handover = offers is null ? null : new Handover(unit, row.Doctor, row.Type, row.Start, offers);
    }

    public EventStream<AppointmentState, AppointmentEvent> Visit { get; }

    /// <summary>Null when nothing was due.</summary>
    public EventStream<PaymentState, PaymentEvent>? Money { get; }

    /// <summary>What was paid and has not gone back, nor is on its way, nor should have gone back and did not.</summary>
    public Contracts.Money Captured => Money is { State: var money } ? money.Remaining - money.Stuck : Contracts.Money.Zero(Visit.State.Due.Currency);

    /// <summary>The doctor's calendar as of the decision.</summary>
    public CalendarFacts Calendar => _calendar.Value;

    public Refusal? Append(Decision<AppointmentEvent> decision) => Followed(_unit.Append(Visit, decision));

    public Refusal? Append(Decision<PaymentEvent> decision) => Followed(_unit.Append(Money!, decision));

    /// <summary>Whether the price that was promised can still be had: without a coupon always, else when the coupon has room for the visit.</summary>
    public bool KeepsPrice => _coupon?.IsToBeHad ?? true;

    /// <summary>Where the parties of a visit that is confirmed now will meet; null while the doctor has no video.</summary>
    public string? MeetingLink()
    {
        _unit.GuardVideo(_calendar.Value);
        return Videos.MeetingLink.Make(_calendar.Value.VideoLink);
    }

    /// <summary>Gives the slot back, if this visit still has it.</summary>
    public void FreeSlot()
    {
        if (IsElsewhere())
        {
            return;
        }

        if (_slot.State is SlotState.Booked booked && booked.Appointment == Visit.State.Visit.Appointment)
        {
            _unit.Append(_slot, [new SlotFreed(booked.Appointment)]);
            _handover?.Offer(_slot);
        }

        _unit.Lock(_calendar.Value);
    }

    /// <summary>
    /// Gives the old slot back and takes the new one. Freed first: projections run in the order of the
    /// decision, whatever the streams' ids, so that two slots which overlap are never both claimed.
    /// </summary>
    /// <param name="to">The new slot's stream.</param>
    /// <param name="taken">How it is taken: on a hold of its own that is spent at once, or by spending one that was there.</param>
    /// <param name="window">The window that must have room; null where a hold has its place in it.</param>
    public void MoveSlot(EventStream<SlotState, SlotEvent> to, Decision<SlotEvent> taken, OfferedWindow? window)
    {
        FreeSlot();
        _unit.Append(to, taken);
        _unit.GuardWindow(_row.Doctor, window, _unit.Context.Now, moving: _row.Id);
    }

    /// <summary>Takes the slot of a lapsed visit again, on a new hold that is spent at once.</summary>
    /// <returns>Null when it is not to be had any more.</returns>
    public HoldId? ReclaimSlot()
    {
        if (IsElsewhere() || _late?.Claim(Visit.State, _slot.State) is not { } held)
        {
            return null;
        }

        _unit.Append(_slot, [held, new SlotBooked(held.Hold, _row.Id)]);
        _late.Guard(_unit, held);
        _unit.Lock(_calendar.Value);
        return held.Hold;
    }

    /// <summary>
    /// Whether the visit moved between the reading of its row and that of its streams. What was loaded of its slot is then another's: this
    /// attempt is made to lose, and the next one loads the right slot.
    /// </summary>
    bool IsElsewhere()
    {
        if (!_row.Follow(Visit.State.Visit))
        {
            return false;
        }

        _unit.Lock(_row.Slot, NoVersion);
        return true;
    }

    /// <summary>The use of a coupon follows each change at once, so that no way in which a visit or its money changes can forget it.</summary>
    Refusal? Followed(Refusal? refusal)
    {
        _coupon?.Follow(Visit.State, Money?.State);
        return refusal;
    }
}
