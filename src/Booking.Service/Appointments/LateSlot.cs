using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>Whether the time of a visit that lapsed can be had once more, now that its money has come.</summary>
sealed class LateSlot
{
    /// <summary>A later visit with that doctor, or one with anybody at that time.</summary>
    const string OtherVisit = """
        select exists (select from appointments
                        where patient_id = $1 and doctor_id = $2 and id > $3 and status in ('pending_payment', 'confirmed'))
            or exists (select from appointments own join patient_claims other on other.patient_id = own.patient_id
                        where own.id = $3 and other.appointment_id <> $3 and other.during && tstzrange(own.starts_at, own.ends_at))
        """;

    readonly Instant _now;
    readonly Loaded<OfferRows> _offer;
    readonly Loaded<bool> _movedOn;
    readonly HoldId _hold = HoldId.New();

    public LateSlot(Unit unit, AppointmentRow row, Instant now)
    {
        _now = now;
        _offer = unit.LoadOffer(row.Doctor, row.Type, row.Start, now);
        _movedOn = unit.Load(
            batch => batch.Add(OtherVisit, Pg.Uuid(row.Patient.Value), Pg.Uuid(row.Doctor.Value), Pg.Uuid(row.Id.Value)),
            async (found, ct) => await found.ReadAsync(ct) && found.GetBoolean(0));
    }

    /// <summary>By the rules of a hold, notice apart, and not when the patient has booked that doctor, or anybody for that time, in the meantime.</summary>
    /// <returns>Null when it is not to be had.</returns>
    public SlotHeld? Claim(AppointmentState visit, SlotState slot)
    {
        if (_movedOn.Value || _offer.Value.Facts is null || slot is SlotState.Booked || (slot is SlotState.Held held && held.LivesAt(_now)))
        {
            return null;
        }

        var (offer, wanted) = (Offer(visit.Visit.Start, visit.Visit.Type), visit.Visit);
        return offer.Verdict == Verdict.Free && offer.Slot.End == wanted.End
            ? new(
                _hold, wanted.Doctor, wanted.Type, wanted.Start, wanted.End, offer.Slot.BusyUntil, new(wanted.Patient.Value), wanted.Price, wanted.Policy,
                Until: Instant.Min(_now + offer.HoldFor, wanted.Start), wanted.PolicyVersion)
            : null;
    }

    /// <summary>The window's room, checked once more where two may race.</summary>
    public void Guard(Unit unit, SlotHeld held) => unit.GuardHold(new(
        held.Hold, held.Doctor, held.Type, held.Holder, Offer(held.Start, held.Type), LiveHolds: 0, Cap: null, _now));

    /// <summary>The patient asked in time, so the doctor's notice does not count.</summary>
    Offer Offer(Instant start, Contracts.AppointmentType type)
    {
        var facts = _offer.Value.Facts!;
        return (_offer.Value with { Facts = facts with { Rules = facts.Rules with { MinimumNoticeMinutes = 0 } } }).Of(start, type);
    }
}
