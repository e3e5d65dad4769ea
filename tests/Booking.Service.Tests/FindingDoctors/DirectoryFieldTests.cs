using System.Net;
using Booking.Contracts;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

public sealed class DirectoryFieldTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("sort=best", "sort")]
    [InlineData("sort=Name", "sort")]
    [InlineData("sort=name&sort=fee", "sort")]
    [InlineData("sort=distance", "near")]
    [InlineData("radiusKm=5", "near")]
    [InlineData("near=25.2", "near")]
    [InlineData("near=91,0", "near")]
    [InlineData("near=0,180.001", "near")]
    [InlineData("near=1e1,0", "near")]
    [InlineData("near=NaN,0", "near")]
    [InlineData("near=0,0&radiusKm=0", "radiusKm")]
    [InlineData("near=0,0&radiusKm=500.1", "radiusKm")]
    [InlineData("near=0,0&radiusKm=far", "radiusKm")]
    [InlineData("maxFee=5", "currency")]
    [InlineData("maxFee=-1&currency=USD", "maxFee")]
    [InlineData("maxFee=five&currency=USD", "maxFee")]
    [InlineData("currency=usd", "currency")]
    [InlineData("availableFrom=tomorrow", "availableFrom")]
    [InlineData("availableTo=2026-11-23", "availableTo")]
    [InlineData("availableFrom=2026-11-23T05:00:00Z&availableTo=2026-11-23T05:00:00Z", "availableTo")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("cursor=abc", "cursor")]
    [InlineData("query=a%00b", "query")]
    public async Task A_field_that_is_wrong_is_named(string query, string field)
    {
        using var answer = await service.Http().GetAsync($"/api/doctors?{query}");

        var problem = await answer.Problem(400, "invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("query")]
    [InlineData("specialty")]
    [InlineData("language")]
    public async Task A_text_has_at_most_200_characters(string field)
    {
        using var most = await service.Http().GetAsync($"/api/doctors?{field}={new string('a', 200)}");
        using var more = await service.Http().GetAsync($"/api/doctors?{field}={new string('a', 201)}");

        Assert.Equal(HttpStatusCode.OK, most.StatusCode);
        Assert.Equal(field, Assert.Single((await more.Problem(400, "invalid")).Errors!).Key);
    }

    [Theory]
    [InlineData("availableFrom=0001-01-01T00:00:00Z")]
    [InlineData("availableTo=9999-12-31T23:59:59.999999999Z")]
    [InlineData("availableFrom=9999-12-31T23:59:59Z")]
    [InlineData("availableTo=0001-01-01T00:00:00Z")]
    [InlineData("near=90,180&radiusKm=500&sort=distance")]
    [InlineData("near=-90,-180&radiusKm=0.001&sort=rating")]
    [InlineData("maxFee=9223372036854775807&currency=USD&sort=fee")]
    [InlineData("query=''''''%20%5C%5C%20:*%20%26%20!()")]
    public async Task What_is_far_out_but_allowed_is_answered(string query)
    {
        using var answer = await service.Http().GetAsync($"/api/doctors?{query}");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_cursor_of_one_order_is_none_of_another_and_one_that_was_made_up_is_refused()
    {
        var client = service.Anonymous();
        var cursor = (await client.Doctors(new(Sort: "fee"), new(1))).Value.Next;

        Assert.Equal("cursor", Assert.Single((await client.Doctors(new(Sort: "rating"), new(1, cursor))).Problem!.Errors!).Key);
        foreach (var forged in (string[])["NextAvailable\u001f999999999999999\u001f00000000-0000-4000-8000-0000000000d1", "NextAvailable\u001fx\u001f00000000-0000-4000-8000-0000000000d1", "NextAvailable\u001f\u001fme"])
        {
            var made = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(forged));
            Assert.Equal("cursor", Assert.Single((await client.Doctors(new(Sort: "nextAvailable"), new(1, made))).Problem!.Errors!).Key);
        }
    }
}
