using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Payments.Sandbox;

/// <summary>Brings requests to one provider and its answers back, unless a fault is due.</summary>
public sealed class Gate(World world, IProviderSandbox provider)
{
    public async Task Serve(HttpContext context)
    {
        var request = await Read(context.Request);
        var operation = provider.Classify(request);
        var fault = world.Faults.Take(provider.Provider, operation);
        try
        {
            await Serve(context, request, operation, fault);
        }
        finally
        {
            Finish(request);
        }
    }

    /// <summary>Ends the request's progress, once. Before the last byte: who has the whole answer may ask again at once.</summary>
    void Finish(SandboxRequest request) => world.Do(() =>
    {
        foreach (var action in request.Finally) action();
        request.Finally.Clear();
    });

    async Task Serve(HttpContext context, SandboxRequest request, SandboxOperation operation, Fault? fault)
    {
        if (fault is { Kind: FaultKind.DropRequest })
        {
            Note(request, operation, null, fault);
            context.Abort();
            return;
        }

        var answer = world.Do(() => Answer(request, fault));
        Note(request, operation, answer, fault);
        await Send(context, request, answer, fault);
    }

    SandboxAnswer Answer(SandboxRequest request, Fault? fault)
    {
        provider.Tick();
        return fault?.Kind switch
        {
            FaultKind.Status429 => RetryAfter(provider.Fail(request, FaultKind.Status429), fault.Pause),
            FaultKind.Status500 or FaultKind.Status502 => provider.Fail(request, fault.Kind),
            _ => provider.Handle(request),
        };
    }

    static SandboxAnswer RetryAfter(SandboxAnswer answer, TimeSpan wait) => answer with
    {
        Headers = [.. answer.Headers, new("Retry-After", ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture))],
    };

    async Task Send(HttpContext context, SandboxRequest request, SandboxAnswer answer, Fault? fault)
    {
        switch (fault?.Kind)
        {
            case FaultKind.DropResponse:
                Finish(request);
                context.Abort();
                return;
            case FaultKind.SlowHeaders:
                await SendSlowly(context, request, answer, fault.Pause);
                return;
            case FaultKind.Unreadable2xx when answer.Status < 300:
                answer = answer with { Body = answer.Body[..(answer.Body.Length / 2)] };
                break;
            case FaultKind.Delay:
                await Pause(context, fault.Pause);
                break;
        }

        Finish(request);
        await Write(context.Response, answer);
    }

    static async Task Write(HttpResponse response, SandboxAnswer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = body.Length;
        foreach (var (name, value) in answer.Headers)
            response.Headers.Append(name, value);
        await response.Body.WriteAsync(body);
    }

    /// <summary>Writes past the server, which would send all headers at once.</summary>
    async Task SendSlowly(HttpContext context, SandboxRequest request, SandboxAnswer answer, TimeSpan wait)
    {
        var output = context.Features.GetRequiredFeature<IConnectionTransportFeature>().Transport.Output;
        await output.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status} Slow\r\n"));
        await Pause(context, wait);
        Finish(request);
        var headers = answer.Headers.Prepend(new("Content-Type", answer.ContentType)).Select(h => $"{h.Key}: {h.Value}\r\n");
        var rest = $"{string.Concat(headers)}Connection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer.Body)}\r\n\r\n{answer.Body}";
        await output.WriteAsync(Encoding.UTF8.GetBytes(rest));
        await Pause(context, TimeSpan.FromSeconds(1));
        context.Abort();
    }

    /// <summary>Ends early, and quietly, when the client hangs up.</summary>
    static Task Pause(HttpContext context, TimeSpan wait) =>
        Task.Delay(wait, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    void Note(SandboxRequest request, SandboxOperation operation, SandboxAnswer? answer, Fault? fault)
    {
        if (operation == SandboxOperation.Page) return;
        int? status = fault is { Kind: FaultKind.DropResponse } ? null : answer?.Status;
        var path = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        var key = request.Header("Idempotency-Key") ?? request.Header("X-Refund-Idempotency");
        world.Journal.Add(new(
            0, world.Now, provider.Provider, operation, request.Method, path, request.Text, status, answer?.RequestId, key, fault?.Kind));
    }

    /// <summary>The server itself answers 413 when the body is too large.</summary>
    static async Task<SandboxRequest> Read(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        var headers = request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new(request.Method, request.Path.Value ?? "/", request.QueryString.Value?.TrimStart('?') ?? "", headers, body.ToArray());
    }
}
