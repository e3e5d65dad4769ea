using Booking.Contracts;
using Booking.Service.Appointments;
using NodaTime;
using Xunit;
using static Booking.Service.Tests.SlotLocks.Slots;

namespace Booking.Service.Tests.Appointments;

public sealed class CancellationRuleTests
{
    [Theory]
    [InlineData(100 * 3600, 100)]
    [InlineData(24 * 3600, 100)]
    [InlineData((24 * 3600) - 1, 50)]
    [InlineData(2 * 3600, 50)]
    [InlineData((2 * 3600) - 1, 0)]
    [InlineData(0, 0)]
    [InlineData(-3600, 0)]
    public void A_tier_counts_at_its_hours_or_more_and_below_the_last_nothing_goes_back(int seconds, int percent)
    {
        Assert.Equal(percent, Percent(Policy, seconds, Party.Patient));
        Assert.Equal(percent, Percent(Policy with { Cancellation = [.. Policy.Cancellation.Reverse()] }, seconds, Party.Desk));
        Assert.Equal(100, Percent(Policy, seconds, Party.Doctor));
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    public void Without_a_policy_everything_goes_back_until_the_start(int seconds, int percent)
    {
        Assert.Equal(percent, Percent(null, seconds, Party.Patient));
        Assert.Equal(100, Percent(null, seconds, Party.Doctor));
    }

    [Fact]
    public void A_policy_without_tiers_gives_nothing_back() =>
        Assert.Equal(0, Percent(new([], 0, 0), 1_000_000, Party.Patient));

    [Fact]
    public void A_tier_of_no_hours_holds_until_the_start_and_not_after()
    {
        var lenient = new DoctorPolicy([new(0, 30)], 0, 0);
        Assert.Equal((30, 0), (Percent(lenient, 0, Party.Patient), Percent(lenient, -1, Party.Patient)));
    }

    static int Percent(DoctorPolicy? policy, int secondsBefore, Party by) =>
        CancellationRule.RefundPercent(policy, Nine, Nine - Duration.FromSeconds(secondsBefore), by).Percent;
}
