using Booking.EventStore;
using Booking.Service.Doctors;
using Booking.Service.Schedules;
using Booking.Service.SlotLocks;
using NodaTime;

namespace Booking.Service.Waitlist;

/// <summary>
/// Times of a doctor may have come free: those that overlap <c>[Start, End)</c>; or those that a version of the schedule offers and the one
/// before did not; or, with neither, all.
/// </summary>
/// <param name="LetGoBy">Who had the time last, in whose name it is not held again; null for anybody.</param>
/// <param name="Fulfilled">Whose offer was booked; null when it is about a time.</param>
public sealed record OfferFreedSlots(
    DoctorId Doctor, Instant? Start = null, Instant? End = null, long? ScheduleVersion = null, PatientId? LetGoBy = null, WaitlistEntryId? Fulfilled = null);

/// <summary>Delivered when the span of an entry is over.</summary>
public sealed record EndWaiting(DoctorId Doctor, WaitlistEntryId Entry);

/// <summary>
/// Whatever frees a time, in whichever feature, is an event of a slot, a schedule or a doctor. Each leaves a message in its own transaction,
/// so nothing that comes free is forgotten, whoever dies when.
/// </summary>
static class FreedSlots
{
    public static IEnumerable<Message> React(SlotEvent @event, EventMetadata metadata, SlotState after) => (@event, after) switch
    {
        (HoldReleased or HoldExpired or SlotFreed, SlotState.Free { Was: { } was }) => [Of(was)],
        // Spent: the entry that it was offered to has what it waited for, also where the list has noted meanwhile that the offer lapsed.
        (SlotBooked, SlotState.Booked { As: { Waiting: { } entry } offered }) => [Of(offered, entry)],
        _ => [],
    };

    public static IEnumerable<Message> React(ScheduleEvent @event, EventMetadata metadata, ScheduleState after) => @event switch
    {
        ScheduleOpened or BlockAdded => [],
        _ => [new Message(new OfferFreedSlots(after.Doctor, ScheduleVersion: metadata.Version), Parks: false)],
    };

    public static IEnumerable<Message> React(DoctorEvent @event, EventMetadata metadata, DoctorState after) =>
        @event is DoctorResumed ? [new Message(new OfferFreedSlots(after.Id), Parks: false)] : [];

    public static IEnumerable<Message> React(WaitlistEvent @event, EventMetadata metadata, WaitlistState after) => @event switch
    {
        WaitlistJoined joined => [new Message(new EndWaiting(joined.Doctor, joined.Entry), joined.Ends, Parks: false)],
        // The next has a turn when it lapses; the sweep would come a little later.
        WaitlistOffered offered => [new Message(new OfferFreedSlots(after.Doctor, offered.Start, offered.End), offered.Until, Parks: false)],
        _ => [],
    };

    static Message Of(SlotHeld slot, WaitlistEntryId? fulfilled = null) =>
        new(new OfferFreedSlots(slot.Doctor, slot.Start, slot.BusyUntil, LetGoBy: new(slot.Holder.Value), Fulfilled: fulfilled), Parks: false);
}
