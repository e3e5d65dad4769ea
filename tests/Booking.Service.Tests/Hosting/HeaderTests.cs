using System.Net.Http.Headers;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Hosting;

public sealed class HeaderTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/api/accounts/me")]
    [InlineData("/nowhere")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        var headers = (await service.Http().GetAsync(path)).Headers;

        Assert.Equal("nosniff", One(headers, "X-Content-Type-Options"));
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", One(headers, "Content-Security-Policy"));
        Assert.Equal("no-referrer", One(headers, "Referrer-Policy"));
        Assert.Null(One(headers, "Server"));
    }

    [Theory]
    [InlineData("/api/accounts/me")]
    [InlineData("/ops/nowhere")]
    public async Task What_may_hold_personal_data_is_not_stored(string path) =>
        Assert.True((await service.Http().GetAsync(path)).Headers.CacheControl?.NoStore);

    [Fact]
    public async Task Only_outside_Development_browsers_are_told_to_stay_on_TLS()
    {
        await using var production = service.Start(Environments.Production);

        Assert.Equal("max-age=31536000; includeSubDomains", One((await production.Client().GetAsync("/health/live")).Headers, "Strict-Transport-Security"));
        Assert.Null(One((await service.Http().GetAsync("/health/live")).Headers, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task The_development_paths_do_not_exist_in_Production()
    {
        await using var production = service.Start(Environments.Production);

        await (await production.Client().GetAsync("/dev/mail")).Problem(404, "not-found");
        Assert.True((await service.Http().GetAsync("/dev/mail")).IsSuccessStatusCode);
    }

    [Fact]
    public async Task No_other_origin_is_let_in()
    {
        using var asked = new HttpRequestMessage(HttpMethod.Options, "/api/doctors") { Headers = { { "Origin", "https://evil.example" }, { "Access-Control-Request-Method", "GET" } } };
        using var read = new HttpRequestMessage(HttpMethod.Get, "/api/doctors") { Headers = { { "Origin", "https://evil.example" } } };
        var http = service.Http();

        await (await http.SendAsync(asked)).Problem(405, "method-not-allowed");
        Assert.Null(One((await http.SendAsync(read)).Headers, "Access-Control-Allow-Origin"));
    }

    static string? One(HttpResponseHeaders headers, string name) => headers.TryGetValues(name, out var values) ? Assert.Single(values) : null;
}
