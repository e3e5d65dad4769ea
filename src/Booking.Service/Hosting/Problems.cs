using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Booking.Service.Hosting;

/// <summary>
/// Every error of the service, as RFC 9457 asks: <c>{"type":"/problems/code","title","status","detail","traceId","errors"}</c>.
/// The code is stable and is what programs read; title and detail are for people.
/// </summary>
public static class Problems
{
    /// <param name="context">The request, for its trace id when no activity runs; null is fine.</param>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <param name="code">Stable, kebab-case: the last part of <c>type</c>.</param>
    /// <param name="title">One sentence that is the same for every problem of this code.</param>
    /// <param name="detail">What went wrong this time. Never a stack, a query or personal data.</param>
    /// <param name="errors">Field path (<c>weekly[0].end</c>) to what is wrong with it.</param>
    /// <param name="extensions">Further members, such as <c>alternatives</c>.</param>
    public static ProblemHttpResult Of(
        HttpContext? context, int status, string code, string title, string? detail = null,
        IReadOnlyDictionary<string, string[]>? errors = null, IReadOnlyDictionary<string, object?>? extensions = null)
    {
        var problem = new ProblemDetails { Type = $"/problems/{code}", Title = title, Status = status, Detail = detail };
        problem.Extensions["traceId"] = TraceId(context);
        if (errors is not null)
            problem.Extensions["errors"] = errors;
        foreach (var (name, value) in extensions ?? Nothing)
            problem.Extensions[name] = value;
        return TypedResults.Problem(problem);
    }

    /// <summary>400 with the fields that are wrong.</summary>
    public static ProblemHttpResult Invalid(HttpContext? context, IReadOnlyDictionary<string, string[]> errors) =>
        Of(context, StatusCodes.Status400BadRequest, "invalid", "The request is not valid.", errors: errors);

    /// <inheritdoc cref="Invalid(HttpContext?, IReadOnlyDictionary{string, string[]})"/>
    public static ProblemHttpResult Invalid(HttpContext? context, string field, string message) =>
        Invalid(context, new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>The problem that stands for a bare status, such as one that the framework answers by itself.</summary>
    public static ProblemHttpResult Of(HttpContext? context, int status)
    {
        var (code, title) = status switch
        {
            StatusCodes.Status401Unauthorized => ("unauthorized", "A sign-in is needed."),
            StatusCodes.Status403Forbidden => ("forbidden", "This account may not do that."),
            StatusCodes.Status404NotFound => ("not-found", "There is nothing at this address."),
            StatusCodes.Status405MethodNotAllowed => ("method-not-allowed", "This address does not take that method."),
            StatusCodes.Status413PayloadTooLarge => ("too-large", "The request body is too large."),
            StatusCodes.Status414UriTooLong => ("uri-too-long", "The address is too long."),
            StatusCodes.Status431RequestHeaderFieldsTooLarge => ("headers-too-large", "The headers are too large."),
            StatusCodes.Status415UnsupportedMediaType => ("unsupported-media-type", "The request body must be application/json."),
            StatusCodes.Status429TooManyRequests => ("too-many-requests", "Too many requests. Try again later."),
            StatusCodes.Status503ServiceUnavailable => ("unavailable", "The service cannot answer just now. Try again soon."),
            >= 500 => ("internal", "Something went wrong on our side."),
            _ => ("invalid", "The request is not valid."),
        };
        return Of(context, status, code, title);
    }

    /// <summary>The W3C trace id under which logs, events and traces of this request are found.</summary>
    public static string TraceId(HttpContext? context) =>
        Activity.Current?.TraceId.ToHexString() ?? context?.TraceIdentifier ?? "";

    static readonly IReadOnlyDictionary<string, object?> Nothing = new Dictionary<string, object?>(StringComparer.Ordinal);
}
