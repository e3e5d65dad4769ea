using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Booking.Service.Tests.Hostile;

/// <summary>What no client of HTTP would send, on a socket.</summary>
public sealed class RawTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static TheoryData<string, string, int> Malformed => new()
    {
        { "a length and chunks", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
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
        { "HTTP/2 without a word", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004", 400 },
        { "a proxy's request", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", 405 },
        { "TRACE", "TRACE /api/doctors HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 405 },
        { "a body that is told to be too long", "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n", 413 },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task What_is_no_request_is_refused_and_the_connection_ends(string what, string request, int status)
    {
        using var socket = await Connect();
        await Send(socket, request);

        var answer = await ReadToEnd(socket);

        Assert.True(answer.StartsWith($"HTTP/1.1 {status} ", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_413_also_when_its_length_is_not_told()
    {
        using var socket = await Connect();
        await Send(socket, "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        var chunk = $"4000\r\n{new string(' ', 0x4000)}\r\n";
        await Send(socket, string.Concat(Enumerable.Repeat(chunk, 5)) + "0\r\n\r\n");

        var answer = await ReadToEnd(socket);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("\"type\":\"/problems/too-large\"", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_requests_at_once_are_answered_in_turn_and_a_client_that_has_said_all_still_gets_its_answer()
    {
        using var socket = await Connect();
        await Send(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /api/terms HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        socket.Shutdown(SocketShutdown.Send);

        var answer = await ReadToEnd(socket);

        Assert.Equal(3, answer.Split("HTTP/1.1 200 ").Length);
        Assert.EndsWith("}", answer.TrimEnd('\r', '\n', '0'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_upgraded()
    {
        using var socket = await Connect();
        await Send(socket, "GET /api/terms HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await ReadToEnd(socket), StringComparison.Ordinal);
    }

    /// <summary>Three hundred who never finish their headers and fifty who never finish their bodies; everybody else is served meanwhile.</summary>
    [Fact]
    public async Task Slow_clients_are_cut_off_in_fifteen_seconds_and_hold_up_nobody()
    {
        using var http = service.Http();
        var began = TimeProvider.System.GetTimestamp();
        var slow = new List<Socket>();
        try
        {
            for (var i = 0; i < 350; i++)
            {
                slow.Add(await Connect());
                await Send(slow[i], i < 300
                    ? "GET /api/doctors HTTP/1.1\r\nHost: x\r\nA: b"
                    : "POST /api/accounts/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
            }

            var ends = Task.WhenAll(slow.Select(ReadToEnd));
            while (!ends.IsCompleted)
                Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/ready", TestContext.Current.CancellationToken)).StatusCode);
            Assert.All(await ends, answer => Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 408 ", StringComparison.Ordinal), answer));
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "They were cut off too late.");
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    async Task<Socket> Connect()
    {
        var address = service.Http().BaseAddress!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, address.Port);
        return socket;
    }

    // A server that has refused what it read so far need not take the rest.
    static async Task Send(Socket socket, string request)
    {
        try
        {
            var bytes = Encoding.Latin1.GetBytes(request);
            for (var sent = 0; sent < bytes.Length;)
                sent += await socket.SendAsync(bytes.AsMemory(sent));
        }
        catch (SocketException)
        {
            // What it answered can still be read, or the test says that there is nothing.
        }
    }

    static async Task<string> ReadToEnd(Socket socket)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var (answer, buffer) = (new StringBuilder(), new byte[4096]);
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and var read)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (SocketException)
        {
            // Reset: whatever came before it counts.
        }

        return answer.ToString();
    }
}
