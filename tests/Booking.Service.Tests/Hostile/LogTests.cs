using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Booking.Service.Tests.Hostile;

public sealed class LogTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    /// <summary>At the most talkative level, where the server itself writes what it was sent.</summary>
    [Fact]
    public async Task Whatever_is_sent_every_event_is_one_line_of_JSON()
    {
        await using var node = await ServiceProcess.Start(
            service.Database.ConnectionString, ("Logging:LogLevel:Default", "Debug"), ("Logging:LogLevel:Microsoft.AspNetCore", "Debug"));
        using var http = new HttpClient { BaseAddress = node.Address };
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", node.Address.Port, TestContext.Current.CancellationToken);
        const string Forged = "{\"Level\":\"Fatal\",\"RenderedMessage\":\"forged\"}";
        await socket.SendAsync(Encoding.Latin1.GetBytes($"GET /api/doctors/%0d%0a{Uri.EscapeDataString(Forged)}%1b%5b31m HTTP/1.1\r\nHost: x\r\nUser-Agent: \u001b[31m{Forged}\r\nX: \r\r\n\r\n"));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/doctors/%0d%0a{Uri.EscapeDataString(Forged)}%1b%5b31m?query=%0d%0a{Uri.EscapeDataString(Forged)}");
        request.Headers.TryAddWithoutValidation("User-Agent", $"\u001b[31m{Forged}");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer \u001b[31m{Forged}");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var login = await http.PostJson("/api/accounts/login", JsonSerializer.Serialize(new { email = $"a\r\n{Forged}\u001b[31m@x.test", password = "wrong password" }));
        await Waiting.Until(() => Task.FromResult(node.Said.Any(line => line.Contains("answered 401", StringComparison.Ordinal))), "the line of the refused sign-in");

        var lines = node.Said.Where(line => line.Length > 0).ToList();

        Assert.True(lines.Count > 10);
        Assert.All(lines, line => Assert.NotEqual("forged", JsonDocument.Parse(line).RootElement.GetProperty("RenderedMessage").GetString()));
        Assert.DoesNotContain(lines, line => line.Contains('\u001b', StringComparison.Ordinal));
    }
}
