using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Payments.Sandbox.Tests;

/// <param name="Headers">By name in any case.</param>
public sealed record ReceivedWebhook(byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>A merchant's address for notifications on loopback; answers with whatever status it is told.</summary>
public sealed class WebhookInbox : IAsyncDisposable
{
    readonly Lock gate = new();
    readonly List<ReceivedWebhook> received = [];
    readonly WebApplication app;

    WebhookInbox(WebApplication app) => this.app = app;

    public int Status { get; set; } = 200;

    /// <summary>Awaited before each answer.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    public Uri Address => new(app.Urls.Single() + "/hook");

    public IReadOnlyList<ReceivedWebhook> Received
    {
        get
        {
            lock (gate) return [.. received];
        }
    }

    public static async Task<WebhookInbox> Open()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var inbox = new WebhookInbox(builder.Build());
        inbox.app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
            lock (inbox.gate) inbox.received.Add(new ReceivedWebhook(body.ToArray(), headers));
            await inbox.Before(context.RequestAborted);
            context.Response.StatusCode = inbox.Status;
        });
        await inbox.app.StartAsync();
        return inbox;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
