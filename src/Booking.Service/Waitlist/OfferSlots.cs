using Booking.Contracts;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Appointments;
using Booking.Service.Availability;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>
/// Offers what has come free to those who wait, the longest first: a hold in the patient's name, by the rules of any hold, beside their own
/// holds. May run on several nodes at once and any number of times; the calendar and the list decide who was first.
/// </summary>
public sealed class OfferSlots(StreamStore store, CalendarReader calendars, WaitlistLimits limits, IClock clock)
{
    static readonly Refusal NotTheirTurn = new("not-waiting", "They wait for no offer any more.");

    /// <summary>Starts around a freed one are looked at too: its window may have been full.</summary>
    static readonly Duration Around = Duration.FromDays(1);

    /// <param name="Freed">It came free itself, and not because its window got room.</param>
    sealed record Candidate(AppointmentType Type, OfferedSlot Slot, LocalDate Date, bool Freed);

    public static Task Handle(IServiceProvider services, OfferFreedSlots message, MessageContext context, CancellationToken ct) =>
        services.GetRequiredService<OfferSlots>().Run(message, context.Command, ct);

    public static async Task Handle(IServiceProvider services, EndWaiting message, MessageContext context, CancellationToken ct) =>
        await SettleOffers.Run(services.GetRequiredService<StreamStore>(), message.Doctor, context.Command, ct);

    /// <summary>Each pair is tried once a run: what is refused was taken by somebody, and comes free with a message of its own.</summary>
    public async Task Run(OfferFreedSlots freed, CommandContext context, CancellationToken ct)
    {
        if (!await store.DataSource.AnybodyWaitsFor(freed.Doctor, ct))
        {
            return;
        }

        var tried = new Tried(freed.LetGoBy);
        while (true)
        {
            var now = context with { Now = clock.GetCurrentInstant() };
            var state = await SettleOffers.Run(store, freed.Doctor, now, ct, freed.Fulfilled);
            if (state.Entries.All(e => e.Offer is not null) || Next(state, await Candidates(freed, state, now.Now, ct), tried, now.Now) is not { } next)
            {
                return;
            }

            var outcome = await Offer(freed.Doctor, next.Entry, next.Slot, now, ct);
            if (outcome.Refusal == Refusal.Busy)
            {
                // Not an answer: the message comes again, and nobody is passed over for it.
                throw new InvalidOperationException($"The calendar of doctor {freed.Doctor} is busy.");
            }

            tried.Add(next.Entry, next.Slot.Slot.Start, outcome.Refusal);
        }
    }

    static (Waiting Entry, Candidate Slot)? Next(WaitlistState state, List<Candidate> candidates, Tried tried, Instant now)
    {
        foreach (var entry in state.Entries.Where(e => e.Offer is null && e.LivesAt(now)))
        {
            var slot = candidates.Find(c => entry.Wants(c.Type, c.Date) && tried.MayHave(entry, c.Slot.Start, c.Freed) && !state.HasDeclined(entry.Patient, c.Slot.Start));
            if (slot is not null)
            {
                return (entry, slot);
            }
        }

        return null;
    }

    /// <summary>What is free now and has just become so; what came free itself before what it made room for.</summary>
    async Task<List<Candidate>> Candidates(OfferFreedSlots freed, WaitlistState state, Instant now, CancellationToken ct)
    {
        var from = freed.Start - Around ?? now;
        var to = freed.End + Around ?? Instant.Min(now + Duration.FromDays(BookingRules.MostHorizonDays + 2), state.Entries.Max(e => e.Ends) + Around);
        var opened = freed.ScheduleVersion is { } version ? await NewHours.Of(store, freed.Doctor, version, state, now, ct) : null;
        List<Candidate> candidates = [];
        foreach (var type in state.Entries.Select(e => e.Type).Distinct())
        {
            if (await calendars.Read(freed.Doctor, type, from, to, now, own: null, ct) is not { } calendar)
            {
                return [];
            }

            foreach (var (index, _) in calendar.FreeSlots(from, to))
            {
                var (window, slot) = calendar.Offered.Slots[index];
                var itself = freed.Start is null || (slot.Start < freed.End && freed.Start < slot.BusyUntil);
                if (opened?.Contains((type, slot.Start)) ?? (itself || HasJustGotRoom(calendar.Offered.Windows[window], freed)))
                {
                    candidates.Add(new(type, slot, slot.Start.InZone(calendar.Facts.Zone).Date, itself));
                }
            }
        }

        return [.. candidates.OrderByDescending(c => c.Freed).ThenBy(c => c.Slot.Start)];
    }

    /// <summary>A window with a limit of patients may have been full until the freed start gave a place back.</summary>
    static bool HasJustGotRoom(OfferedWindow window, OfferFreedSlots freed) =>
        window.MaxPatients is not null && freed.Start >= window.Start && freed.Start < window.End;

    Task<Outcome<SlotState>> Offer(DoctorId doctor, Waiting entry, Candidate wanted, CommandContext context, CancellationToken ct)
    {
        var hold = HoldId.New();
        return store.Transact<SlotState>(context, unit =>
        {
            var list = unit.Load(WaitingList.Category, WaitingList.Stream(doctor));
            var offer = unit.LoadOffer(doctor, wanted.Type, wanted.Slot.Start, context.Now);
            var slot = unit.Load(SlotLock.Category, SlotLock.Id(doctor, wanted.Slot.Start));
            var patient = unit.LoadPatient(entry.Patient, doctor, wanted.Slot.Start, wanted.Slot.End);
            return () =>
            {
                if (list.State.Find(entry.Id) is not { Offer: null } || offer.Value.Facts is not { } facts)
                {
                    return NotTheirTurn;
                }

                // What they could not book is not kept from the others for them.
                if (patient.Value.Refused(facts.Rules, entry.Type, new Interval(wanted.Slot.Start, wanted.Slot.End)) is { } cannotCome)
                {
                    return cannotCome;
                }

                var command = Hold(hold, doctor, entry, offer.Value.Of(wanted.Slot.Start, wanted.Type), context.Now);
                if (unit.Append(slot, HoldSlot.Decide(slot.State, command)) is { } refusal)
                {
                    return refusal;
                }

                var held = ((SlotState.Held)slot.State).As;
                unit.Append(list, [new WaitlistOffered(entry.Id, hold, held.Start, held.End, held.Until)]);
                unit.Lock(facts.Schedule, facts.ScheduleVersion);
                unit.GuardHold(command);
                return slot.State;
            };
        }, answer: null, ct);
    }

    HoldSlot.Command Hold(HoldId hold, DoctorId doctor, Waiting entry, Offer offer, Instant now) => new(
        hold, doctor, entry.Type, new AccountId(entry.Patient.Value), offer with { HoldFor = limits.OfferFor }, LiveHolds: 0, Cap: null, now, Waiting: entry.Id);
}
