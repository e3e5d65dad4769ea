using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>
/// Gives a slot that is given up to whose turn it is, in the very transaction: nobody else ever sees it free. Only where that is plain; all
/// else is left to the message that the freed slot sends anyway (<see cref="OfferSlots"/>). It never makes the giving up fail: one claim
/// takes the place of another of the same start and no longer, so neither the window's room nor a neighbour is touched.
/// </summary>
public sealed class Handover
{
    /// <summary>A hold that lapses within this is not handed over: somebody else may take the time before this is written.</summary>
    public static readonly Duration Margin = Duration.FromSeconds(5);

    const string Busy = """
        select p.patient_id, lower(p.during), upper(p.during) from patient_claims p
         where p.during && tstzrange($2, $3) and p.patient_id in (select e.patient_id from waitlist_entries e where e.doctor_id = $1 and e.state <> 'ended')
        """;

    readonly Unit _unit;
    readonly WaitlistLimits _limits;
    readonly EventStream<WaitlistState, WaitlistEvent> _list;
    readonly Loaded<OfferRows> _offer;
    readonly Loaded<List<(PatientId Patient, Interval During)>> _busy;

    public Handover(Unit unit, DoctorId doctor, Contracts.AppointmentType type, Instant start, WaitlistLimits limits)
    {
        (_unit, _limits) = (unit, limits);
        _list = unit.Load(WaitingList.Category, WaitingList.Stream(doctor));
        _offer = unit.LoadOffer(doctor, type, start, unit.Context.Now);
        _busy = unit.Load(batch => batch.Add(Busy, Pg.Uuid(doctor.Value), Pg.At(start), Pg.At(start + Appointments.PatientRules.LongestVisit)), async (row, ct) =>
        {
            List<(PatientId, Interval)> busy = [];
            while (await row.ReadAsync(ct))
            {
                busy.Add((new(row.GetGuid(0)), new(row.GetInstant(1), row.GetInstant(2))));
            }

            return busy;
        });
    }

    /// <summary>After the event that freed the slot.</summary>
    public void Offer(EventStream<SlotState, SlotEvent> slot)
    {
        if (slot.State is not SlotState.Free { Was: { } was } || _offer.Value.Facts is not { } facts || First(was, facts.Zone) is not { } entry)
        {
            return;
        }

        var offer = (_offer.Value with { Claims = _offer.Value.Claims.FindAll(claim => claim.Start != was.Start) }).Of(was.Start, was.Type);
        if (offer.Verdict != Verdict.Free || offer.Slot.BusyUntil > was.BusyUntil)
        {
            return;
        }

        var command = new HoldSlot.Command(
            HoldId.New(), was.Doctor, was.Type, new AccountId(entry.Patient.Value), offer with { HoldFor = _limits.OfferFor }, LiveHolds: 0, Cap: null,
            _unit.Context.Now, Waiting: entry.Id);
        if (_unit.Append(slot, HoldSlot.Decide(slot.State, command)) is null && slot.State is SlotState.Held { As: var held })
        {
            _unit.Append(_list, [new WaitlistOffered(entry.Id, held.Hold, held.Start, held.End, held.Until)]);
        }
    }

    /// <summary>Whose turn it is for anything on that date, who let it go excepted. A follow-up, and whoever waits for the other type, needs a closer look than this.</summary>
    Waiting? First(SlotHeld was, DateTimeZone zone)
    {
        var (now, date) = (_unit.Context.Now, was.Start.InZone(zone).Date);
        foreach (var entry in _list.State.Entries.AsSpan())
        {
            var engaged = entry.Offer is { } offer && offer.Until > now;
            if (entry.LivesAt(now) && !engaged && date >= entry.From && date <= entry.To && entry.Patient.Value != was.Holder.Value && !IsBusy(entry.Patient, was)
                && !_list.State.HasDeclined(entry.Patient, was.Start))
            {
                return entry.Offer is null && entry.Type == was.Type && was.Type == Contracts.AppointmentType.Standard ? entry : null;
            }
        }

        return null;
    }

    bool IsBusy(PatientId patient, SlotHeld then) =>
        _busy.Value.Exists(visit => visit.Patient == patient && visit.During.Start < then.End && then.Start < visit.During.End);
}
