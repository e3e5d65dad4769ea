using Booking.Contracts;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Appointments;

/// <summary>Whatever is done to visits, in whatever order and with the clock going forth and back: calendar, money and events agree.</summary>
public sealed class VisitsLifeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Lives = 8, Steps = 30;

    public enum Act
    {
        Book,
        Pay,
        Move,
        Cancel,
        Complete,
        Miss,
        Reopen,
        Wait,
        Back,
    }

    /// <param name="Pick">Chooses among what there is to choose from, whatever that is by then.</param>
    public sealed record Step(Act Act, int Pick, int Other);

    public static readonly Gen<DoctorPolicy> AnyPolicy =
        from tiers in (from hours in Gen.Choose(0, 72) from percent in Gen.Choose(0, 100) select new CancellationTier(hours, percent)).ListOf()
        from move in Gen.Choose(0, 48)
        from missed in Gen.Choose(0, 100)
        select new DoctorPolicy([.. tiers.Take(5).DistinctBy(tier => tier.HoursBefore)], move, missed);

    static readonly Gen<Step> AnyStep =
        from act in Gen.Frequency(
            (4, Gen.Constant(Act.Book)), (4, Gen.Constant(Act.Pay)), (6, Gen.Constant(Act.Move)), (3, Gen.Constant(Act.Cancel)),
            (3, Gen.Elements(Act.Complete, Act.Miss)), (2, Gen.Constant(Act.Reopen)), (4, Gen.Constant(Act.Wait)), (1, Gen.Constant(Act.Back)))
        from pick in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        select new Step(act, pick, other);

    [Fact]
    public void Calendar_money_and_events_agree_after_every_life_and_each_preview_was_right()
    {
        var lives = (from policy in AnyPolicy from steps in AnyStep.ArrayOf(Steps) select (policy, steps)).ToArbitrary();
        Prop.ForAll(lives, life => Task.Run(() => Live(life.policy, life.steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));
    }

    async Task<bool> Live(DoctorPolicy policy, Step[] steps)
    {
        WeeklyWindow[] weekly =
        [
            .. Clinic.Daily(new(8, 0), new(18, 0), slot: 30, types: AppointmentType.Standard),
            .. Clinic.Daily(new(8, 0), new(18, 0), slot: 15, types: AppointmentType.Followup),
        ];
        // Some policies are not ones that a doctor may set; then there is none.
        var clinic = await Clinic.Open(service, rules: new(MinimumNoticeMinutes: 0, HorizonDays: VisitsLife.HorizonDays), weekly: weekly);
        _ = await service.Desk().SetPolicy(clinic.Doctor, policy);
        var visits = new VisitsLife(service, clinic);
        foreach (var step in steps)
            await visits.Do(step);
        await Invariants.Check(service);
        return true;
    }
}
