using System.Globalization;
using Booking.Contracts;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectoryNearTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("25.2,55.27", "25.35,55.42", "22.5")]      // Dubai, Sharjah
    [InlineData("0,0", "0,1", "111.2")]                    // a degree at the equator
    [InlineData("60,10", "60,11", "55.6")]                 // and at 60 degrees north
    [InlineData("-17.8,179.9", "-17.8,-179.9", "21.2")]    // Fiji, over the 180th meridian
    [InlineData("-17.8,-179.9", "-17.8,179.9", "21.2")]
    [InlineData("0,180", "0,-180", "0")]
    [InlineData("89.9,0", "89.9,180", "22.2")]             // over the pole
    [InlineData("-89.9,90", "-89.9,-90", "22.2")]
    public async Task A_distance_goes_the_short_way_round_and_decides_who_is_near(string from, string to, string distance)
    {
        var ((lat, lon), (doctorLat, doctorLon), km) = (Place(from), Place(to), Number(distance));
        var directory = new Directory(service);
        await directory.Add("Here", place: new(doctorLat, doctorLon, "Here", "XX"));

        foreach (var sort in (string[])["distance", "name"])
        {
            Assert.Equal(km, Assert.Single(await directory.Find(new(Near: (lat, lon), RadiusKm: km + 0.1m, Sort: sort))).DistanceKm);
            if (km > 0)
                Assert.Empty(await directory.Find(new(Near: (lat, lon), RadiusKm: km - 0.1m, Sort: sort)));
        }
    }

    static (decimal Lat, decimal Lon) Place(string text) => text.Split(',') is [var lat, var lon] ? (Number(lat), Number(lon)) : default;

    static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Near_is_within_50_km_unless_said_otherwise_and_a_doctor_without_a_place_is_not_near()
    {
        var directory = new Directory(service);
        await directory.Add("49", place: new(25.2m + (49m / 111.195m), 55.27m, "North", "AE"));
        await directory.Add("51", place: new(25.2m + (51m / 111.195m), 55.27m, "North", "AE"));
        await directory.Add("Nowhere");

        Assert.Equal(["49"], await directory.Names(new(Near: (25.2m, 55.27m))));
        Assert.Equal(["49", "51"], await directory.Names(new(Near: (25.2m, 55.27m), RadiusKm: 500, Sort: "distance")));
        Assert.Equal(["49", "51", "Nowhere"], await directory.Names(new()));
    }
}
