using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Payments.Adapters.Tests.Wire;

/// <summary>A server on loopback that answers with what a test has laid out, in turn, and drops the connection where that is null.</summary>
sealed class StubProvider : IAsyncDisposable
{
    public sealed record Answer(int Status, string Body, string? Header = null, string? Value = null);

    public sealed record Delivery(byte[] Body, IReadOnlyDictionary<string, string> Headers);

    readonly ConcurrentQueue<Answer?> answers = new();
    readonly WebApplication app;

    StubProvider(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.Single());

    /// <summary>What was asked: method, path, body, and the headers that matter.</summary>
    public ConcurrentQueue<(string Line, string Body, string? Key)> Requests { get; } = new();

    /// <summary>The same, as bytes and with all headers.</summary>
    public ConcurrentQueue<Delivery> Received { get; } = new();

    public static async Task<StubProvider> Start(params Answer?[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var stub = new StubProvider(server);
        foreach (var answer in answers) stub.answers.Enqueue(answer);
        server.Run(stub.Handle);
        await server.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    async Task Handle(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        var body = Encoding.UTF8.GetString(bytes.ToArray());
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Received.Enqueue(new(bytes.ToArray(), headers));
        var key = context.Request.Headers["Idempotency-Key"].FirstOrDefault() ?? context.Request.Headers["X-Refund-Idempotency"].FirstOrDefault();
        Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}", body, key));
        if (!answers.TryDequeue(out var answer) || answer is null)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = answer.Status;
        if (answer.Header is not null) context.Response.Headers[answer.Header] = answer.Value;
        await context.Response.WriteAsync(answer.Body);
    }
}
