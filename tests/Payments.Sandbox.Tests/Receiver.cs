using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Payments.Sandbox.Tests;

/// <summary>A webhook as it came.</summary>
public sealed record Received(string Body, IReadOnlyDictionary<string, string> Headers);

/// <summary>A merchant's webhook endpoint on loopback that keeps what comes.</summary>
public sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication app;
    readonly ConcurrentQueue<Received> received = [];

    Receiver(WebApplication app) => this.app = app;

    /// <summary>What it answers, 200 by default.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Awaited before each answer.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Uri Url => new(app.Urls.Single() + "/hook");

    public IReadOnlyList<Received> All => [.. received];

    public static async Task<Receiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(receiver.Take);
        await app.StartAsync();
        return receiver;
    }

    async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        received.Enqueue(new(await reader.ReadToEndAsync(), context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        await Before(context.RequestAborted);
        context.Response.StatusCode = Status;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
