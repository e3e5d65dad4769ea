using Booking.Contracts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

/// <summary>
/// Whatever happens to some doctors' calendars, and wherever the clock goes: what the directory tells, the order it tells it in and the
/// spans it finds doctors free in are what their calendars come to, computed anew without anything kept.
/// </summary>
public sealed class NextStartProperties(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const int Lives = 10, Steps = 25;

    public enum Act
    {
        HoldFirst,
        HoldAny,
        Release,
        Book,
        Cancel,
        Hours,
        Rules,
        Block,
        Pause,
        Resume,
        Wait,
        GoBack,
        Sweep,
    }

    /// <param name="Doctor">Whose calendar, of those that there are.</param>
    public sealed record Step(Act Act, int Doctor, int Pick, int Other);

    static readonly Gen<Step> AnyStep =
        from act in Gen.Frequency((4, Gen.Constant(Act.HoldFirst)), (2, Gen.Constant(Act.Wait)), (10, Gen.Elements(Enum.GetValues<Act>())))
        from doctor in Gen.Choose(0, DoctorsLives.Count - 1)
        from pick in Gen.Choose(0, 9999)
        from other in Gen.Choose(0, 9999)
        select new Step(act, doctor, pick, other);

    [Fact]
    public async Task The_kept_next_starts_are_always_what_the_calendars_come_to()
    {
        var lives = AnyStep.ArrayOf(Steps).ToArbitrary();
        Prop.ForAll(lives, life => Task.Run(() => Live(life)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(Lives));
        await Invariants.Check(service);
    }

    async Task<bool> Live(Step[] life)
    {
        var doctors = await DoctorsLives.Begin(service, life[0]);
        foreach (var step in life)
        {
            await doctors.Do(step);
            await doctors.AreToldAsTheyAre(step);
        }

        return true;
    }
}
