using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Booking.Service.Hosting;

/// <summary>
/// The outermost step of every request: whatever happens inside, the answer is right in form, is logged once and carries the
/// names that traces are searched by. One step instead of four, because it stands on the hot path.
/// </summary>
sealed class Requests(RequestDelegate next, ProblemPage page, ILogger<Requests> log)
{
    const string RetryAfterSeconds = "2";

    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            RefuseNul(context.Request);
            RefuseCharset(context.Request);
            await next(context);
            if (IsBare(context.Response))
                await Tell(context, BadRequests.Unread(context) is { Count: > 0 } unread ? Problems.Invalid(context, unread) : Problems.Of(context, context.Response.StatusCode));
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            await Answer(context, exception);
        }
        finally
        {
            RequestTraces.Enrich(context);
            Log(context, started);
        }
    }

    // The server itself refuses a NUL in the path; a test host does not. In a query it hides behind its escape.
    static void RefuseNul(HttpRequest request)
    {
        if (request.Path.Value.AsSpan().Contains('\0'))
            throw new InvalidFieldException("path", "Must not contain the character U+0000.");
        if (!request.QueryString.HasValue || !request.QueryString.Value!.Contains("%00", StringComparison.Ordinal))
            return;
        foreach (var (name, values) in request.Query)
            if (name.Contains('\0') || values.Any(value => value?.Contains('\0') is true))
                throw new InvalidFieldException(name.Replace("\0", "", StringComparison.Ordinal), "Must not contain the character U+0000.");
    }

    // JSON is UTF-8 (RFC 8259, 8.1). The framework takes the name of any other encoding, and quotes around the right one, for a bug of ours.
    static void RefuseCharset(HttpRequest request)
    {
        if (request.ContentType?.Contains("charset", StringComparison.OrdinalIgnoreCase) is not true || !request.HasJsonContentType())
            return;
        var type = MediaTypeHeaderValue.Parse(request.ContentType);
        if (!HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            throw new BadHttpRequestException("The body must be UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        type.Charset = default;
        request.ContentType = type.ToString();
    }

    static bool IsBare(HttpResponse response) =>
        response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 };

    async Task Answer(HttpContext context, Exception exception)
    {
        // What an endpoint had begun to say about its answer does not hold for the problem.
        context.Response.Headers.ContentLength = null;
        context.Response.Headers.ETag = default;
        context.Response.Headers.Location = default;
        var result = exception switch
        {
            BadHttpRequestException { StatusCode: not 400 } refused => Problems.Of(context, refused.StatusCode),
            BadHttpRequestException or JsonException => Problems.Invalid(context, BadRequests.Errors(exception)),
            OperationCanceledException when context.RequestAborted.IsCancellationRequested => null,
            _ when Database.IsUnavailable(exception) => Unavailable(context, exception),
            _ => Unexpected(context, exception),
        };
        if (result is not null)
            await Tell(context, result);
    }

    Task Tell(HttpContext context, ProblemHttpResult problem) => (page(context, problem.ProblemDetails) ?? problem).ExecuteAsync(context);

    ProblemHttpResult Unavailable(HttpContext context, Exception exception)
    {
        log.LogWarning(exception, "The database did not answer");
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(context, StatusCodes.Status503ServiceUnavailable);
    }

    ProblemHttpResult Unexpected(HttpContext context, Exception exception)
    {
        log.LogError(exception, "A request failed unexpectedly");
        return Problems.Of(context, StatusCodes.Status500InternalServerError);
    }

    // Refused access is what a security review looks for; every other answer below 500 is counted by the metrics.
    void Log(HttpContext context, long started)
    {
        var status = context.Response.StatusCode;
        var level = status switch { >= 500 => LogLevel.Warning, 401 or 403 => LogLevel.Information, _ => LogLevel.Debug };
        if (log.IsEnabled(level))
            log.Log(level, "{Method} {Route} answered {Status} in {Milliseconds} ms", context.Request.Method,
                RequestTraces.Route(context) ?? "(none)", status, Math.Round(Stopwatch.GetElapsedTime(started).TotalMilliseconds, 1));
    }
}
