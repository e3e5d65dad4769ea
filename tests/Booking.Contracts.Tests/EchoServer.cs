using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Logging;

namespace Booking.Contracts.Tests;

/// <summary>Keeps what it was sent and answers what a test tells it to.</summary>
sealed class EchoServer : IAsyncDisposable
{
    readonly WebApplication app;

    public EchoServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Run(async context =>
        {
            Sent = await Request.Of(context.Request);
            await Answer(context.Response);
        });
    }

    public Request Sent { get; private set; } = new("", new HeaderDictionary(), "");

    public Func<HttpResponse, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public void Answers(int status, string body = "", string contentType = "application/json") => Answer = response =>
    {
        response.StatusCode = status;
        if (body.Length == 0) return Task.CompletedTask;
        response.ContentType = contentType;
        return response.WriteAsync(body);
    };

    public async Task<HttpClient> Start()
    {
        await app.StartAsync();
        return app.GetTestClient();
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    public sealed record Request(string Call, IHeaderDictionary Headers, string Body)
    {
        public static async Task<Request> Of(HttpRequest request)
        {
            using var reader = new StreamReader(request.Body);
            return new(
                $"{request.Method} {request.Path}{request.QueryString}",
                new HeaderDictionary(request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
                await reader.ReadToEndAsync());
        }
    }
}
