using System.Net;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class RateLimitTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Beyond_its_limit_an_address_gets_429_and_is_told_when_to_come_back()
    {
        await using var host = service.Start(Environments.Development, ("RateLimits:Address:PerMinute", "3"));
        var http = host.Client();
        for (var i = 0; i < 3; i++)
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await http.GetAsync("/api/accounts/me")).StatusCode);

        var refused = await http.GetAsync("/api/accounts/me");

        await refused.Problem(429, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Health_is_never_limited()
    {
        await using var host = service.Start(Environments.Development, ("RateLimits:Address:PerMinute", "1"));
        var http = host.Client();

        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
    }

    [Fact]
    public async Task Guessing_at_passwords_has_a_limit_of_its_own()
    {
        await using var host = service.Start(Environments.Development, ("RateLimits:SignIn:PerMinute", "2"));
        var http = host.Client();
        const string Guess = """{"email":"nobody@demo.test","password":"guess"}""";
        for (var i = 0; i < 2; i++)
            await (await http.PostJson("/api/accounts/login", Guess)).Problem(401, "sign-in-failed");

        await (await http.PostJson("/api/accounts/login", Guess)).Problem(429, "too-many-requests");
        await (await http.GetAsync("/api/accounts/me")).Problem(401, "unauthorized");
    }

    [Fact]
    public async Task An_address_named_by_a_stranger_counts_for_nothing_and_one_named_by_the_proxy_counts()
    {
        await using var direct = service.Start(Environments.Development, ("RateLimits:Address:PerMinute", "1"));
        await using var behind = service.Start(Environments.Development, ("RateLimits:Address:PerMinute", "1"), ("ForwardedHeaders:KnownProxies", "127.0.0.1,::1"));

        Assert.Equal([401, 429], await FromTwoAddresses(direct.Client()));
        Assert.Equal([401, 401], await FromTwoAddresses(behind.Client()));
    }

    static async Task<List<int>> FromTwoAddresses(HttpClient http)
    {
        var answers = new List<int>();
        foreach (var address in (string[])["192.0.2.1", "192.0.2.2"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/accounts/me") { Headers = { { "X-Forwarded-For", address } } };
            answers.Add((int)(await http.SendAsync(request)).StatusCode);
        }
        return answers;
    }
}
