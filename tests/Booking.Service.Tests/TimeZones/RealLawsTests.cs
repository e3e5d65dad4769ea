using Booking.Service.Schedules;
using Booking.Service.TimeZones;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.TimeZones;

/// <summary>What the real versions say of real zones, so that the tests beside this one are about something.</summary>
public sealed class RealLawsTests
{
    [Theory]
    [InlineData("2026e", "America/Havana", "2026-12-01T14:00:00Z")]
    [InlineData("2026f", "America/Havana", "2026-12-01T13:00:00Z")]
    [InlineData("2026d", "America/Winnipeg", "2026-12-01T15:00:00Z")]
    [InlineData("2026e", "America/Winnipeg", "2026-12-01T14:00:00Z")]
    public void Nine_oclock_of_the_first_of_December_is_by_each_version_another_instant(string version, string zone, string nine)
    {
        var rules = version == Tzdb.After.Version ? Tzdb.After : Tzdb.Real(version);

        Assert.Equal(nine, LocalEdge.Start(new LocalDateTime(2026, 12, 1, 9, 0), rules.Provider[zone]).ToString());
    }

    [Fact]
    public void Versions_are_in_the_order_of_their_letters() =>
        Assert.True(string.CompareOrdinal(Tzdb.Before.Version, Tzdb.After.Version) < 0 && string.CompareOrdinal("2026z", "2027a") < 0);

    [Fact]
    public void A_zone_of_another_version_is_not_the_one_of_this_process() =>
        Assert.NotEqual(Tzdb.Before.Provider["America/Havana"], TimeZoneRules.BuiltIn.Provider["America/Havana"]);
}
