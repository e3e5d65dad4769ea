using Booking.Service.Appointments;
using Booking.Service.SlotLocks;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.SlotLocks;

/// <summary>How a hold goes on or ends: extended, released, swept, spent.</summary>
public sealed class HoldEndTests
{
    static readonly HoldExtended Extended = new(AnnsHold, HeldByAnn.Until + TenMinutes);
    static readonly Instant JustBefore = HeldByAnn.Until - Duration.Epsilon;

    [Fact]
    public void A_live_hold_is_extended_once_from_its_old_end()
    {
        ExtendHold.Decide(Given(HeldByAnn), AnnsHold, TenMinutes, JustBefore).Then(Extended);
        ExtendHold.Decide(Given(HeldByAnn, Extended), AnnsHold, TenMinutes, HeldByAnn.Until).ThenRefused(ExtendHold.ExtensionUsed);
    }

    [Fact]
    public void An_extension_never_passes_the_start() =>
        ExtendHold.Decide(Given(HeldByAnn), AnnsHold, Duration.FromHours(3), Eight).Then(new HoldExtended(AnnsHold, Nine));

    [Fact]
    public void What_is_spent_is_used_and_what_is_over_has_expired_extended_before_or_not()
    {
        ExtendHold.Decide(Given(HeldByAnn, Extended, Booked), AnnsHold, TenMinutes, Eight).ThenRefused(ExtendHold.Used);
        ExtendHold.Decide(Given(HeldByAnn), AnnsHold, TenMinutes, HeldByAnn.Until).ThenRefused(ExtendHold.Expired);
        ExtendHold.Decide(Given(HeldByAnn, Extended), AnnsHold, TenMinutes, Extended.Until).ThenRefused(ExtendHold.Expired);
        ExtendHold.Decide(Given(HeldByAnn, new HoldReleased(AnnsHold)), AnnsHold, TenMinutes, Eight).ThenRefused(ExtendHold.Expired);
        ExtendHold.Decide(Given(HeldByAnn), BobsHold, TenMinutes, Eight).ThenRefused(ExtendHold.Expired);
    }

    [Fact]
    public void A_hold_is_released_and_a_repeat_changes_nothing()
    {
        ReleaseHold.Decide(Given(HeldByAnn), AnnsHold).Then(new HoldReleased(AnnsHold));
        ReleaseHold.Decide(Given(HeldByAnn, new HoldReleased(AnnsHold)), AnnsHold).ThenNothing();
        ReleaseHold.Decide(Given(HeldByAnn), BobsHold).ThenNothing();
        ReleaseHold.Decide(Given(HeldByAnn, Booked), BobsHold).ThenNothing();
        ReleaseHold.Decide(Given(HeldByAnn, Booked), AnnsHold).ThenRefused(ReleaseHold.Used);
    }

    [Fact]
    public void The_sweep_notes_a_hold_that_has_lapsed_and_no_other()
    {
        HoldSweep.Decide(Given(HeldByAnn), AnnsHold, HeldByAnn.Until).Then(new HoldExpired(AnnsHold));
        HoldSweep.Decide(Given(HeldByAnn), AnnsHold, JustBefore).ThenNothing();
        HoldSweep.Decide(Given(HeldByAnn, Extended), AnnsHold, HeldByAnn.Until).ThenNothing();
        HoldSweep.Decide(Given(HeldByAnn), BobsHold, Nine).ThenNothing();
        HoldSweep.Decide(Given(HeldByAnn, Booked), AnnsHold, Nine).ThenNothing();
        HoldSweep.Decide(Given(HeldByAnn, new HoldExpired(AnnsHold)), AnnsHold, Nine).ThenNothing();
    }

    [Fact]
    public void A_hold_is_spent_once_and_only_while_it_lives()
    {
        RequestAppointment.Spend(Given(HeldByAnn), AnnsHold, Visit, JustBefore).Then(Booked);
        RequestAppointment.Spend(Given(HeldByAnn, Extended), AnnsHold, Visit, HeldByAnn.Until).Then(Booked);
        RequestAppointment.Spend(Given(HeldByAnn, Booked), AnnsHold, AppointmentId.New(), Eight).ThenRefused(RequestAppointment.HoldUsed);
        RequestAppointment.Spend(Given(HeldByAnn), AnnsHold, Visit, HeldByAnn.Until).ThenRefused(RequestAppointment.HoldExpired);
        RequestAppointment.Spend(Given(HeldByAnn), BobsHold, Visit, Eight).ThenRefused(RequestAppointment.HoldExpired);
        RequestAppointment.Spend(Given(), AnnsHold, Visit, Eight).ThenRefused(RequestAppointment.HoldExpired);
    }
}
