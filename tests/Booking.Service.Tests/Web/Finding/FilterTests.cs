using System.Net;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Booking.Service.Tests.Web.Finding;

/// <summary>What the directory makes of its filters, and what they are good for.</summary>
public sealed class FilterTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    readonly Browser anybody = Browser.Anonymous(service);

    [Fact]
    public async Task Whoever_no_longer_asks_for_near_sees_the_list_in_another_order()
    {
        var near = await anybody.Open("/doctors?near=25.2,55.3&sort=distance");
        var anywhere = await anybody.Open(near.Document.QuerySelectorAll("main a").First(link => link.ParentElement!.LocalName == "span").GetAttribute("href")!);

        Assert.Equal((HttpStatusCode.OK, "/doctors"), (anywhere.Status, anywhere.Address.PathAndQuery));
        Assert.Equal(HttpStatusCode.OK, (await anybody.Open("/doctors?sort=distance")).Status);
        Assert.Equal(HttpStatusCode.OK, (await anybody.Open("/doctors?near=95,200&sort=distance")).Status);
    }

    [Fact]
    public async Task A_place_in_the_list_that_cannot_be_read_is_its_beginning()
    {
        var page = await anybody.Open("/doctors?specialty=Cardiology&cursor=nonsense");

        Assert.Equal((HttpStatusCode.OK, "/doctors?specialty=Cardiology"), (page.Status, page.Address.PathAndQuery));
    }

    [Fact]
    public async Task The_earliest_time_is_offered_only_where_it_would_heed_the_filters()
    {
        _ = (await Clinic.Open(service), await Clinic.Open(service));
        var from = LocalDatePattern.Iso.Format(service.Now.InUtc().Date.PlusDays(5));

        var heeded = await anybody.In("UTC").Open("/doctors?specialty=Cardiology&language=English");
        var not = await anybody.Open($"/doctors?specialty=Cardiology&availableFrom={from}");

        Assert.True(heeded.Has(".anyone"));
        Assert.True(not.AllOf(".card").Count > 1);
        Assert.False(not.Has(".anyone"));
        Assert.Contains($"?date={from}", not.Find(".card a.next").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("%2Fdoctors%3Fspecialty%3DCardiology%26language%3DEnglish", (await heeded.Press(".anyone button")).Address.Query["?next=".Length..]);
    }

    [Fact]
    public async Task Days_in_the_wrong_order_are_told_in_the_words_of_the_page()
    {
        var page = await anybody.Open("/doctors?availableFrom=2030-05-02&availableTo=2030-05-01");

        Assert.Contains("Must not be before “Free from”.", page.Of("#availableTo-error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fee_may_be_typed_in_Arabic_digits()
    {
        var page = await anybody.Open($"/doctors?specialty=Cardiology&language=Arabic&currency=USD&maxFee={Uri.EscapeDataString("٢٠٠٫٠٠")}");

        Assert.Equal(["Dr. Sarah Ahmed"], page.AllOf(".card h2"));
    }
}
