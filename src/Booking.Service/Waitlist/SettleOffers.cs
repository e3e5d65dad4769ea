using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>An offer is a hold, and what becomes of it is the hold's affair; here its end is noted in the list.</summary>
static class SettleOffers
{
    const string Find = "select id, state, until from holds where id in (select hold_id from waitlist_entries where doctor_id = $1 and state = 'offered')";

    /// <summary>What became of the holds that were offered.</summary>
    public sealed record Hold(string State, Instant Until);

    /// <param name="fulfilled">Whose offer was booked, whatever was noted of it; null when that is not known of anybody.</param>
    public static Decision<WaitlistEvent> Decide(WaitlistState state, IReadOnlyDictionary<HoldId, Hold> holds, Instant now, WaitlistEntryId? fulfilled = null)
    {
        List<WaitlistEvent> events = [];
        foreach (var entry in state.Entries.AsSpan())
        {
            if (entry.Offer is { } offer && holds.TryGetValue(offer.Hold, out var hold) && EndOf(hold, now) is { } end)
            {
                events.Add(new WaitlistOfferEnded(entry.Id, offer.Hold, end));
                if ((entry.Id == fulfilled ? LeavingReason.Booked : Leaves(entry, end)) is { } why)
                {
                    events.Add(new WaitlistLeft(entry.Id, why));
                }
            }
            else if (entry.Id == fulfilled)
            {
                // A next offer that was made meanwhile is a hold of theirs like any other, and lapses like one.
                events.Add(new WaitlistLeft(entry.Id, LeavingReason.Booked));
            }
            else if (entry.Offer is null && !entry.LivesAt(now))
            {
                events.Add(new WaitlistLeft(entry.Id, LeavingReason.SpanOver));
            }
        }

        return [.. events];
    }

    /// <summary>Brings a doctor's list up to what has happened to its holds and spans.</summary>
    /// <param name="fulfilled">Whose offer was booked; null when that is not known of anybody.</param>
    public static async Task<WaitlistState> Run(
        StreamStore store, DoctorId doctor, CommandContext context, CancellationToken ct, WaitlistEntryId? fulfilled = null)
    {
        var outcome = await store.Transact<WaitlistState>(context, unit =>
        {
            var list = unit.Load(WaitingList.Category, WaitingList.Stream(doctor));
            var holds = unit.Load(batch => batch.Add(Find, Pg.Uuid(doctor.Value)), async (row, token) =>
            {
                Dictionary<HoldId, Hold> found = [];
                while (await row.ReadAsync(token))
                {
                    found[new(row.GetGuid(0))] = new(row.GetString(1), row.GetInstant(2));
                }

                return found;
            });
            return () =>
            {
                unit.Append(list, Decide(list.State, holds.Value, context.Now, fulfilled));
                return list.State;
            };
        }, answer: null, ct);
        return outcome.Value ?? throw new InvalidOperationException($"The waitlist of doctor {doctor} is {outcome.Refusal?.Code}.");
    }

    static OfferEnd? EndOf(Hold hold, Instant now) => hold.State switch
    {
        "booked" => OfferEnd.Booked,
        "released" => OfferEnd.Declined,
        "expired" => OfferEnd.Lapsed,
        _ => hold.Until <= now ? OfferEnd.Lapsed : null,
    };

    static LeavingReason? Leaves(Waiting entry, OfferEnd end) => end switch
    {
        OfferEnd.Booked => LeavingReason.Booked,
        OfferEnd.Lapsed when entry.Lapsed + 1 >= WaitingList.MostLapsed => LeavingReason.OffersLapsed,
        _ => null,
    };
}
