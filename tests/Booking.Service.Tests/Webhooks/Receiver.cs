using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Booking.Service.Tests.Webhooks;

/// <param name="Headers">By name in any case.</param>
sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];
    public JsonElement Event => JsonElement.Parse(Body);
    public string Type => Event.GetProperty("type").GetString()!;
    public JsonElement Data => Event.GetProperty("data");
}

/// <summary>An integrator's endpoint on loopback; answers as it is told.</summary>
sealed class Receiver : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<Received> received = [];
    readonly WebApplication app;

    Receiver(WebApplication app) => this.app = app;

    public int Status { get; set; } = 200;

    /// <summary>What it does before, or instead of, answering its status.</summary>
    public Func<HttpContext, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public string Url => new Uri(new(app.Urls.Single()), "/hook").ToString();

    public int Port => new Uri(app.Urls.Single()).Port;

    public IReadOnlyList<Received> All
    {
        get
        {
            lock (gate)
                return [.. received];
        }
    }

    public static async Task<Receiver> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new Receiver(builder.Build());
        receiver.app.Run(receiver.Take);
        await receiver.app.StartAsync();
        return receiver;
    }

    public Task Until(int count) => Waiting.Until(() => Task.FromResult(All.Count >= count), $"{count} webhooks; {All.Count} are there");

    async Task Take(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        lock (gate)
            received.Add(new(context.Request.Path, headers, body));
        await Before(context);
        if (!context.Response.HasStarted)
            context.Response.StatusCode = Status;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
