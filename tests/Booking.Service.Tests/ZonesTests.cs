using Xunit;

namespace Booking.Service.Tests;

public sealed class ZonesTests
{
    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("Asia/Calcutta", true)]
    [InlineData("UTC", true)]
    [InlineData("UTC+03:00", false)]
    [InlineData("europe/berlin", false)]
    [InlineData("Arab Standard Time", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_zone_is_an_id_or_an_alias_of_the_tz_database(string? id, bool known)
    {
        var errors = new FieldErrors();

        Assert.Equal(known, Zones.Require(id, "timeZone", errors) is not null);
        Assert.Equal(known ? [] : ["timeZone"], errors.ToDictionary().Keys);
        if (known)
            Assert.Equal(id, Zones.Find(id)!.Id);
    }

    [Fact]
    public void Errors_of_one_field_stand_together_and_have_a_limit()
    {
        var errors = new FieldErrors();
        for (var n = 0; n <= FieldErrors.Most; n++)
            errors.Add(n % 2 == 0 ? "even" : "odd", $"{n}");

        Assert.Equal(["even", "odd"], errors.ToDictionary().Keys);
        Assert.Equal(FieldErrors.Most, errors.ToDictionary().Values.Sum(messages => messages.Length));
        Assert.Equal(["0", "2"], errors.ToDictionary()["even"][..2]);
    }
}
