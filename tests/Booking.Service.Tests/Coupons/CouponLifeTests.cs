using Booking.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Booking.Service.Tests.Coupons;

/// <summary>Whatever is done to visits with a coupon, in whatever order: its uses are the visits that hold it, and never more than it allows.</summary>
public sealed class CouponLifeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Lives = 8, Steps = 16;

    public enum Act
    {
        Ask,
        Pay,
        CancelByPatient,
        CancelByDoctor,
        GiveBack,
        Expire,
    }

    /// <param name="Pick">Chooses among the visits that there are by then, and at first the limits.</param>
    public sealed record Step(Act Act, int Pick, int Other);

    static readonly Gen<Step> AnyStep =
        from act in Gen.Frequency((5, Gen.Constant(Act.Ask)), (3, Gen.Constant(Act.Pay)), (4, Gen.Elements(Enum.GetValues<Act>())))
        from pick in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        select new Step(act, pick, other);

    [Fact]
    public async Task Uses_never_exceed_the_limits_and_are_the_visits_that_hold_one()
    {
        var lives = AnyStep.ArrayOf(Steps).ToArbitrary();
        Prop.ForAll(lives, life => Task.Run(() => Live(life)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));
        await Invariants.Check(service);
    }

    async Task<bool> Live(Step[] life)
    {
        var coupon = await CouponsLife.Begin(service, most: 1 + (life[0].Pick % 4), ofPatient: life[0].Other % 3 == 0 ? null : 1 + (life[0].Other % 2));
        foreach (var step in life)
        {
            await coupon.Do(step);
            await coupon.Agrees();
        }

        return true;
    }
}
