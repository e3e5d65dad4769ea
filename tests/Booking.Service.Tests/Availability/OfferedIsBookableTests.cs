using Booking.Contracts;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Availability;

/// <summary>
/// Whatever is done to a calendar, in whatever order: each time that is listed can be held, and none that is not. A random day in the
/// life of a doctor, checked after every step.
/// </summary>
public sealed class OfferedIsBookableTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Lives = 12, Steps = 20;

    public enum Act
    {
        Hold,
        Release,
        Book,
        Cancel,
        Hours,
        Rules,
        Block,
        Custom,
        Wait,
    }

    /// <param name="Pick">Chooses among what there is to choose from, whatever that is by then.</param>
    public sealed record Step(Act Act, int Pick, int Other);

    static readonly Gen<Step> AnyStep =
        from act in Gen.Frequency((6, Gen.Constant(Act.Hold)), (3, Gen.Elements(Enum.GetValues<Act>())))
        from pick in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        select new Step(act, pick, other);

    [Fact]
    public async Task What_is_listed_can_be_held_and_what_is_not_listed_cannot()
    {
        var lives = AnyStep.ArrayOf(Steps).ToArbitrary();
        Prop.ForAll(lives, life => Task.Run(() => Live(life)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));
        await Invariants.Check(service);
    }

    async Task<bool> Live(Step[] life)
    {
        var doctor = new DoctorsLife(service, await Clinic.Open(service, rules: new(HorizonDays: 4), weekly: DoctorsLife.Week(life[0])));
        foreach (var step in life)
        {
            await doctor.Do(step);
            await doctor.ListedIsBookable(step);
        }

        return true;
    }
}
