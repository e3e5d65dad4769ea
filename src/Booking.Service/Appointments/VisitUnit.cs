using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Payments;
using Booking.Service.SlotLocks;

namespace Booking.Service.Appointments;

/// <summary>The streams that end a visit together: the visit, its slot and its money, under the calendar lock.</summary>
public sealed class VisitUnit
{
    readonly Unit _unit;
    readonly Loaded<CalendarFacts> _calendar;
    readonly EventStream<SlotState, SlotEvent> _slot;

    public VisitUnit(Unit unit, AppointmentRow row)
    {
        _unit = unit;
        _calendar = unit.LoadCalendarLock(row.Doctor);
        _slot = unit.Load(SlotLock.Category, row.Slot);
        Visit = unit.Load(Appointment.Category, row.Id.Stream());
        Money = row.Payment is { } payment ? unit.Load(Payment.Category, payment.Stream()) : null;
    }

    public EventStream<AppointmentState, AppointmentEvent> Visit { get; }

    /// <summary>Null when nothing was due.</summary>
    public EventStream<PaymentState, PaymentEvent>? Money { get; }

    public Refusal? Append(Decision<AppointmentEvent> decision) => _unit.Append(Visit, decision);

    public void Append(Decision<PaymentEvent> decision) => _unit.Append(Money!, decision);

    /// <summary>Gives the slot back, if this visit still has it.</summary>
    public void FreeSlot()
    {
        if (_slot.State is SlotState.Booked booked && booked.Appointment == Visit.State.Visit.Appointment)
        {
            _unit.Append(_slot, [new SlotFreed(booked.Appointment)]);
        }

        _unit.Lock(_calendar.Value);
    }
}
