using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>What no client of HTTP would send, on a socket.</summary>
public sealed class RawTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    public static TheoryData<string, string, int> Malformed => new()
    {
        // RFC 9112, 6.3: the chunks count, and nothing behind them is another request.
        { "a length and chunks", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n", 415 },
        { "two lengths", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", 400 },
        { "a negative length", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", 400 },
        { "a bad chunk", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400 },
        { "another coding", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: gzip\r\n\r\n", 400 },
        { "no host", "GET /health/live HTTP/1.1\r\n\r\n", 400 },
        { "two hosts", "GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400 },
        { "a folded header", "GET /health/live HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n", 400 },
        { "a header without a name", "GET /health/live HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400 },
        { "NUL in the path", "GET /api/doctors/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "NUL in a header", "GET /api/doctors HTTP/1.1\r\nHost: x\r\nX-Hold: a\0b\r\n\r\n", 400 },
        { "a path that is none", "GET ../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
        { "a long address", $"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n", 414 },
        { "long headers", $"GET /health/live HTTP/1.1\r\nHost: x\r\nA: {new string('a', 20_000)}\r\n\r\n", 431 },
        { "many headers", $"GET /health/live HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 150).Select(i => $"A{i}: b\r\n"))}\r\n", 431 },
        { "a key of a megabyte", $"POST /api/holds HTTP/1.1\r\nHost: x\r\nIdempotency-Key: {new string('k', 1_000_000)}\r\n\r\n", 431 },
        // Its address has no path, so it is the start page that does not take the method.
        { "a proxy's request", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\nConnection: close\r\n\r\n", 405 },
        { "TRACE", "TRACE /api/doctors HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405 },
        { "a body that is told to be too long", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n", 413 },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_request_is_refused_and_the_connection_ends(string what, string request, int status)
    {
        using var socket = await Connect();
        await socket.Send(request);

        var answer = await socket.ReadToEnd();

        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.Equal(2, answer.Split("HTTP/1.1 ").Length);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_also_when_its_length_is_not_told()
    {
        using var socket = await Connect();
        await socket.Send("POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"4000\r\n{new string(' ', 0x4000)}\r\n";
        await socket.Send(string.Concat(Enumerable.Repeat(chunk, 5)) + "0\r\n\r\n");

        var answer = await socket.ReadToEnd();

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"/problems/too-large\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_requests_at_once_are_answered_in_turn()
    {
        using var socket = await Connect();
        await socket.Send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /api/terms HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

        var answer = await socket.ReadToEnd();

        Assert.Equal(3, answer.Split("HTTP/1.1 200 ").Length);
        Assert.EndsWith("}", answer.TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
    }

    // A frame GOAWAY with HTTP_1_1_REQUIRED, RFC 9113, 6.8.
    [Fact]
    public async Task Who_begins_with_HTTP_2_is_told_to_speak_the_other()
    {
        using var socket = await Connect();
        await socket.Send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004");

        Assert.EndsWith("\0\0\u0008\u0007\0\0\0\0\0\0\0\0\0\0\0\0\u000d", await socket.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_upgraded()
    {
        using var socket = await Connect();
        await socket.Send("GET /api/terms HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await socket.ReadToEnd(), StringComparison.Ordinal);
    }

    /// <summary>Three hundred who never finish their headers and fifty who never finish their bodies; everybody else is served meanwhile.</summary>
    [Fact]
    public async Task Slow_clients_are_cut_off_and_hold_up_nobody()
    {
        using var http = service.Http();
        var slow = new List<RawSocket>();
        try
        {
            for (var i = 0; i < 350; i++)
            {
                slow.Add(await Connect());
                await slow[i].Send(i < 300
                    ? "GET /api/doctors HTTP/1.1\r\nHost: x\r\nA: b"
                    : "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            }

            var ends = Task.WhenAll(slow.Select(socket => socket.ReadToEnd()));
            while (!ends.IsCompleted)
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
            Assert.All(await ends, answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer));
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>What the machine makes of it under load is not measured.</summary>
    [Fact]
    public void Slow_clients_have_ten_seconds_for_their_headers_and_five_before_their_bodies_are_too_slow()
    {
        var limits = service.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Equal((10, 5, 5), (limits.RequestHeadersTimeout.TotalSeconds, limits.MinRequestBodyDataRate!.GracePeriod.TotalSeconds, limits.MinResponseDataRate!.GracePeriod.TotalSeconds));
    }

    Task<RawSocket> Connect() => RawSocket.Connect(service.Http().BaseAddress!.Port);
}
