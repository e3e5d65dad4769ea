using Booking.Contracts;
using Booking.Service.Appointments;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.Appointments.Visits;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

/// <summary>Over any policy, any moves and any moment: what a cancellation gives back.</summary>
public sealed class MoveProperties
{
    /// <param name="Now">Minutes from nine at which it is moved.</param>
    /// <param name="To">Minutes from nine to which.</param>
    public sealed record Step(Party By, int Now, int To);

    static readonly Gen<Step> AnyMove =
        from party in Gen.Elements(Enum.GetValues<Party>())
        from now in Gen.Choose(-6_000, 3_000)
        from to in Gen.Choose(-3_000, 60_000)
        select new Step(party, now, to);

    static readonly Arbitrary<(DoctorPolicy Policy, List<Step> Moves, int Now, int Captured)> Lives =
        (from policy in VisitsLifeTests.AnyPolicy
         from moves in AnyMove.ListOf()
         from now in Gen.Choose(-8_000, 8_000)
         from captured in Gen.Choose(0, 20_000)
         select (policy, moves.Take(5).ToList(), now, captured)).ToArbitrary();

    [Fact]
    public void A_move_never_raises_the_percentage_that_stood_at_its_moment_and_the_doctor_gives_everything_back() =>
        Prop.ForAll(Lives, life =>
        {
            var (visit, most) = (Appointment.Category.Given([Requested with { Policy = life.Policy }, Confirmed]), 100);
            foreach (var move in life.Moves)
            {
                var moved = Moved(visit, move);
                if (moved != visit && move.By is (Party.Patient or Party.Desk))
                    most = Math.Min(most, Percent(visit, move.Now, move.By));
                visit = moved;
            }

            Assert.InRange(Percent(visit, life.Now, Party.Patient), 0, most);
            Assert.Equal(Percent(visit, life.Now, Party.Patient), Percent(visit, life.Now, Party.Desk));
            Assert.Equal(100, Percent(visit, life.Now, Party.Doctor));
            // What nobody of the patient's side moved gives back what its time gives back.
            if (life.Moves.TrueForAll(move => move.By is Party.Doctor or Party.System))
                Assert.Equal(CancellationRule.RefundPercent(life.Policy, visit.Visit.Start, At(life.Now), Party.Patient).Percent, Percent(visit, life.Now, Party.Patient));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Fee_and_refund_add_up_to_what_was_captured_and_what_is_shown_is_what_is_decided() =>
        Prop.ForAll(Lives, life =>
        {
            var visit = life.Moves.Aggregate(Appointment.Category.Given([Requested with { Policy = life.Policy }, Confirmed]), Moved);
            var command = new CancelAppointment.Command(life.Moves.Count % 2 == 0 ? Party.Patient : Party.Desk, new(life.Captured, "USD"), Reason: null, At(life.Now));

            var (shown, decided) = (CancelAppointment.Cancelled(visit, command), CancelAppointment.Decide(visit, command));

            Assert.Equal(command.Captured, shown.Fee + shown.Refund);
            Assert.True(shown.Fee.Amount >= 0 && shown.Refund.Amount >= 0);
            if (decided.Refusal is null)
                Assert.Equal(shown, Assert.Single(decided.Events));
        }).QuickCheckThrowOnFailure();

    static int Percent(AppointmentState visit, int now, Party by) =>
        CancellationRule.RefundPercent(visit.Visit.Policy, visit.Visit.Start, At(now), by, visit.MostRefund).Percent;

    static AppointmentState Moved(AppointmentState visit, Step move)
    {
        var held = HeldByAnn with { Start = At(move.To), End = At(move.To + 30) };
        var decision = RescheduleAppointment.Decide(visit, new(move.By, held.Start, [held], Requested.Slot, DateTimeZone.Utc, Reason: null, At(move.Now)));
        return decision.Events.Aggregate(visit, Appointment.Category.Evolve);
    }

    static Instant At(int minutes) => Nine + Duration.FromMinutes(minutes);
}
