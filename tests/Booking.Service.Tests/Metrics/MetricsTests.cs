using System.Net;
using Booking.Contracts;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>GET /metrics of a node of its own: who may read it, and what it says of what has happened.</summary>
public sealed class MetricsTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    const string Token = "0123456789abcdef";

    [Fact]
    public async Task Without_a_token_this_machine_may_scrape_and_nobody_whom_a_proxy_passed_on()
    {
        var http = service.Http();

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/metrics")).StatusCode);
        foreach (var header in new[] { "X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "x-forwarded-proto" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.TryAddWithoutValidation(header, "1.2.3.4");
            Assert.Equal((header, HttpStatusCode.Unauthorized), (header, (await http.SendAsync(request)).StatusCode));
        }
    }

    [Fact]
    public async Task With_a_token_only_who_sends_it_and_ops_may_scrape()
    {
        await using var node = service.Start(Environments.Development, ("Metrics:Token", Token));

        Assert.Equal(HttpStatusCode.Unauthorized, await Scrape(token: null));
        Assert.Equal(HttpStatusCode.OK, await Scrape(Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await Scrape(Token + "0"));
        Assert.Equal(HttpStatusCode.Unauthorized, await Scrape(Token[1..]));
        Assert.Equal(HttpStatusCode.Forbidden, await Scrape(Tokens.For(node.Services, Guid.NewGuid(), Roles.FrontDesk, doctor: null)));
        Assert.Equal(HttpStatusCode.OK, await Scrape(Tokens.For(node.Services, Guid.NewGuid(), Roles.Ops, doctor: null)));

        async Task<HttpStatusCode> Scrape(string? token)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
            request.Headers.Authorization = token is null ? null : new("Bearer", token);
            return (await node.Client().SendAsync(request)).StatusCode;
        }
    }

    [Fact]
    public async Task A_scraper_that_asks_for_OpenMetrics_gets_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics") { Headers = { { "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" } } };
        using var answer = await service.Http().SendAsync(request);

        Assert.Equal("application/openmetrics-text", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("booking_holds_made", PrometheusReader.Read(await answer.Content.ReadAsStringAsync(), open: true).Types.Keys);
    }
}
