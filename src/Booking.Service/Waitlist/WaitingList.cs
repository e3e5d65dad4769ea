using System.Diagnostics;
using System.Text.Json.Serialization;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;

namespace Booking.Service.Waitlist;

public abstract record WaitlistEvent;

/// <summary>A patient waits, behind all who joined before.</summary>
/// <param name="From">A date of the doctor's zone, as <paramref name="To"/>; both are included.</param>
/// <param name="Ends">When the span is over.</param>
public sealed record WaitlistJoined(
    WaitlistEntryId Entry, DoctorId Doctor, PatientId Patient, AppointmentType Type, LocalDate From, LocalDate To, string TimeZone, Instant Ends)
    : WaitlistEvent;

/// <summary>A time that came free is held for whose turn it was.</summary>
/// <param name="End">Of the visit.</param>
/// <param name="Until">When the hold lapses, unless it is extended.</param>
public sealed record WaitlistOffered(WaitlistEntryId Entry, HoldId Hold, Instant Start, Instant End, Instant Until) : WaitlistEvent;

public sealed record WaitlistOfferEnded(WaitlistEntryId Entry, HoldId Hold, OfferEnd How) : WaitlistEvent;

public sealed record WaitlistLeft(WaitlistEntryId Entry, LeavingReason Why) : WaitlistEvent;

/// <summary>What became of an offer.</summary>
public enum OfferEnd
{
    Booked,

    /// <summary>The patient gave it back, or left the list.</summary>
    Declined,
    Lapsed,
}

/// <summary>Why somebody waits no more.</summary>
public enum LeavingReason
{
    Booked,
    Withdrawn,

    /// <summary>Two offers lapsed unanswered.</summary>
    OffersLapsed,
    SpanOver,
}

/// <summary>Somebody who waits.</summary>
/// <param name="Lapsed">Offers that were left unanswered.</param>
/// <param name="Version">Counts what happened to this entry: its ETag.</param>
/// <param name="Offer">Null while none stands, as far as is noted.</param>
/// <param name="Declined">Starts that were offered in vain and are not offered again; the last ones.</param>
public sealed record Waiting(
    WaitlistEntryId Id, PatientId Patient, AppointmentType Type, LocalDate From, LocalDate To, Instant Ends, int Lapsed, long Version,
    WaitlistOffered? Offer, EquatableList<Instant> Declined)
{
    const int MostDeclined = 50;

    public bool LivesAt(Instant now) => now < Ends;

    public bool Wants(AppointmentType type, LocalDate date) => type == Type && date >= From && date <= To;

    /// <summary>Whether a slot could be offered to both.</summary>
    public bool Competes(Waiting other) => other.Type == Type && other.From <= To && From <= other.To;

    internal Waiting After(OfferEnd how) => this with
    {
        Version = Version + 1,
        Lapsed = Lapsed + (how == OfferEnd.Lapsed ? 1 : 0),
        Offer = null,
        Declined = how == OfferEnd.Booked ? Declined : [.. Declined.TakeLast(MostDeclined - 1), Offer!.Start],
    };
}

/// <summary>Those who wait for one doctor, in the order in which they joined; who has left is not among them.</summary>
/// <param name="Opened">Whose list it is; null until somebody has joined.</param>
public sealed record WaitlistState(DoctorId? Opened, EquatableList<Waiting> Entries)
{
    [JsonIgnore]
    public DoctorId Doctor => Opened ?? throw new InvalidOperationException("There is no such list.");

    public Waiting? Find(WaitlistEntryId id)
    {
        foreach (var entry in Entries.AsSpan())
        {
            if (entry.Id == id)
            {
                return entry;
            }
        }

        return null;
    }

    /// <summary>What one patient let go is not offered to them again, also not under another of their wishes.</summary>
    public bool HasDeclined(PatientId patient, Instant start) => Entries.Any(e => e.Patient == patient && e.Declined.Contains(start));

    /// <summary>1 for whose turn it is next, among those who compete for the same times.</summary>
    public int PositionOf(WaitlistEntryId id, Instant now)
    {
        var own = Find(id) ?? throw new InvalidOperationException($"{id} does not wait.");
        return 1 + Entries.TakeWhile(e => e.Id != id).Count(e => e.LivesAt(now) && e.Competes(own));
    }
}

/// <summary>
/// One stream a doctor: its version is what orders those who join at once. The state has only those who wait, at most
/// <see cref="JoinWaitlist.MostOfDoctor"/>, and is kept every fifty events, so a list of years is as quick to load as a new one.
/// </summary>
public static class WaitingList
{
    /// <summary>Who leaves this many offers unanswered leaves the list: others wait behind.</summary>
    public const int MostLapsed = 2;

    public static Category<WaitlistState, WaitlistEvent> Category { get; } = new("waitlist", new(null, []), Evolve)
    {
        Snapshots = new(Every: 50, Schema: 1, EventJson.Default.WaitlistState),
    };

    public static StreamId Stream(DoctorId doctor) => StreamId.Derive(doctor.Value, "waitlist");

    static WaitlistState Evolve(WaitlistState state, WaitlistEvent @event) => @event switch
    {
        WaitlistJoined joined => new(joined.Doctor, [.. state.Entries, new(
            joined.Entry, joined.Patient, joined.Type, joined.From, joined.To, joined.Ends, Lapsed: 0, Version: 1, Offer: null, Declined: [])]),
        WaitlistOffered offered => With(state, offered.Entry, entry => entry with { Offer = offered, Version = entry.Version + 1 }),
        WaitlistOfferEnded ended => With(state, ended.Entry, entry => entry.After(ended.How)),
        WaitlistLeft left => state with { Entries = [.. state.Entries.Where(entry => entry.Id != left.Entry)] },
        _ => throw new UnreachableException($"No rule to evolve a waitlist by {@event.GetType().Name}."),
    };

    static WaitlistState With(WaitlistState state, WaitlistEntryId id, Func<Waiting, Waiting> change) =>
        state with { Entries = [.. state.Entries.Select(entry => entry.Id == id ? change(entry) : entry)] };
}
