using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Booking.Service.Tests.Notifications;

/// <param name="From">Null when the sender was left out.</param>
public sealed record GatewaySms(string To, string Text, string Reference, string? From);

/// <summary>A gateway for text messages that keeps what it took by its key, and fails on demand.</summary>
public sealed class LoopbackGateway : IAsyncDisposable
{
    readonly WebApplication app;

    LoopbackGateway(WebApplication app) => this.app = app;

    public Uri Url => new(app.Urls.First() + "/messages");

    /// <summary>The keys and tokens of all requests, also of those that were refused.</summary>
    public ConcurrentQueue<(string Key, string Authorization)> Requests { get; } = [];

    /// <summary>What was taken, once for each key.</summary>
    public ConcurrentDictionary<string, GatewaySms> Taken { get; } = new(StringComparer.Ordinal);

    /// <summary>Refuses everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>Takes a message and answers as if it had not.</summary>
    public bool LosesAnswers { get; set; }

    public static async Task<LoopbackGateway> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var gateway = new LoopbackGateway(builder.Build());
        gateway.app.MapPost("/messages", gateway.Take);
        await gateway.app.StartAsync();
        return gateway;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task<IResult> Take(HttpRequest request)
    {
        var key = request.Headers["Idempotency-Key"].ToString();
        Requests.Enqueue((key, request.Headers.Authorization.ToString()));
        if (IsDown)
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        var sms = await request.ReadFromJsonAsync<GatewaySms>() ?? throw new InvalidOperationException("No message.");
        Taken.TryAdd(key, sms);
        return LosesAnswers ? TypedResults.StatusCode(StatusCodes.Status502BadGateway) : TypedResults.Accepted((string?)null);
    }
}

/// <summary>A mail server that keeps what it took, and refuses recipients on demand in words that quote them.</summary>
public sealed class LoopbackSmtp : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    Task? serving;

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Each as it came over the wire, after its recipient's address.</summary>
    public ConcurrentQueue<(string To, string Message)> Taken { get; } = [];

    public bool Refuses { get; set; }

    public static LoopbackSmtp Start()
    {
        var server = new LoopbackSmtp();
        server.listener.Start();
        server.serving = server.Serve();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        if (serving is not null)
            await serving;
    }

    async Task Serve()
    {
        try
        {
            while (true)
                _ = Converse(await listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The server was stopped.
        }
    }

    async Task Converse(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 loopback");
        var to = "";
        while (await reader.ReadLineAsync() is { } line)
        {
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "RCPT")
                to = line[(line.IndexOf('<') + 1)..line.IndexOf('>')];
            if (verb == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                Taken.Enqueue((to, await Data(reader)));
            }

            await writer.WriteLineAsync(verb switch
            {
                "QUIT" => "221 bye",
                "RCPT" when Refuses => $"451 4.7.1 <{to}>: try again later",
                _ => "250 ok",
            });
        }
    }

    static async Task<string> Data(StreamReader reader)
    {
        var text = new StringBuilder();
        while (await reader.ReadLineAsync() is { } line && line != ".")
            text.Append(line).Append('\n');
        return text.ToString();
    }
}
