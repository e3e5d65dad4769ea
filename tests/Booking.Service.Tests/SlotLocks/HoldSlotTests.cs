using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.SlotLocks;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.SlotLocks;

public sealed class HoldSlotTests
{
    [Fact]
    public void A_free_slot_is_held_for_as_long_as_the_doctor_allows_at_the_price_and_policy_of_now() =>
        HoldSlot.Decide(Given(), Asks(Ann, AnnsHold)).Then(HeldByAnn);

    [Fact]
    public void A_retry_of_a_live_hold_changes_nothing_even_where_any_rule_would_refuse_it()
    {
        foreach (var verdict in Enum.GetValues<Verdict>())
            HoldSlot.Decide(Given(HeldByAnn), Asks(Ann, AnnsHold, verdict, live: 20)).ThenNothing();
    }

    [Theory]
    [InlineData(Verdict.NotOffered, "slot-not-offered")]
    [InlineData(Verdict.Started, "slot-started")]
    [InlineData(Verdict.Notice, "notice-too-short")]
    [InlineData(Verdict.Taken, "slot-taken")]
    [InlineData(Verdict.Full, "day-full")]
    public void What_the_calendar_refuses_is_refused_in_its_words_before_holds_are_counted(Verdict verdict, string code) =>
        HoldSlot.Decide(Given(), Asks(Bob, BobsHold, verdict, live: 20)).ThenRefused(Refusals.Single(refusal => refusal.Code == code));

    [Fact]
    public void What_is_not_offered_started_or_too_near_is_refused_for_that_though_somebody_holds_it()
    {
        HoldSlot.Decide(Given(HeldByAnn), Asks(Bob, BobsHold, Verdict.NotOffered)).ThenRefused(HoldSlot.NotOffered);
        HoldSlot.Decide(Given(HeldByAnn), Asks(Bob, BobsHold, Verdict.Started)).ThenRefused(HoldSlot.Started);
        HoldSlot.Decide(Given(HeldByAnn), Asks(Bob, BobsHold, Verdict.Notice)).ThenRefused(HoldSlot.NoticeTooShort);
    }

    [Fact]
    public void A_slot_that_its_own_stream_says_is_held_or_booked_is_taken_whatever_the_calendar_says()
    {
        foreach (var verdict in (Verdict[])[Verdict.Free, Verdict.Full])
        {
            HoldSlot.Decide(Given(HeldByAnn), Asks(Bob, BobsHold, verdict, live: 20)).ThenRefused(HoldSlot.Taken);
            HoldSlot.Decide(Given(HeldByAnn, Booked), Asks(Bob, BobsHold, verdict, live: 20)).ThenRefused(HoldSlot.Taken);
        }
    }

    [Fact]
    public void A_lapsed_released_expired_or_freed_slot_does_not_block_the_next_patient()
    {
        var bobs = HeldByAnn with { Hold = BobsHold, Holder = Bob };
        HoldSlot.Decide(Given(HeldByAnn), Asks(Bob, BobsHold, now: HeldByAnn.Until)).Then(bobs with { Until = HeldByAnn.Until + TenMinutes });
        foreach (var end in (SlotEvent[][])[[new HoldReleased(AnnsHold)], [new HoldExpired(AnnsHold)], [Booked, new SlotFreed(Visit)]])
            HoldSlot.Decide(Given([HeldByAnn, .. end]), Asks(Bob, BobsHold)).Then(bobs);
    }

    [Fact]
    public void An_extended_hold_lives_until_its_new_end()
    {
        var extended = new HoldExtended(AnnsHold, HeldByAnn.Until + TenMinutes);
        HoldSlot.Decide(Given(HeldByAnn, extended), Asks(Bob, BobsHold, now: HeldByAnn.Until)).ThenRefused(HoldSlot.Taken);
    }

    [Fact]
    public void The_cap_counts_and_the_desk_has_none()
    {
        HoldSlot.Decide(Given(), Asks(Ann, AnnsHold, live: 20, cap: 20)).ThenRefused(HoldSlot.TooManyHolds);
        HoldSlot.Decide(Given(), Asks(Ann, AnnsHold, live: 19, cap: 20)).Then(HeldByAnn);
        HoldSlot.Decide(Given(), Asks(Ann, AnnsHold, live: 500, cap: null)).Then(HeldByAnn);
    }

    [Fact]
    public void A_hold_never_outlives_the_start_of_its_slot() =>
        HoldSlot.Decide(Given(), Asks(Ann, AnnsHold, holdFor: Duration.FromHours(2))).Then(HeldByAnn with { Until = Nine });

    static readonly Refusal[] Refusals =
        [HoldSlot.NotOffered, HoldSlot.Started, HoldSlot.NoticeTooShort, HoldSlot.Taken, HoldSlot.DayFull, HoldSlot.TooManyHolds];
}
