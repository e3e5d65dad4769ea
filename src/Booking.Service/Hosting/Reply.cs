using System.Text.Json;
using Booking.Contracts;
using Booking.EventStore;

namespace Booking.Service.Hosting;

/// <summary>What a command that was not refused answers. It is rendered once: for the client, and for a repeat under the same key.</summary>
public sealed record Answer(StoredAnswer Stored)
{
    static readonly byte[] Nothing = [];

    public static Answer NoContent() => new(new StoredAnswer(StatusCodes.Status204NoContent, null, null, Nothing));

    /// <summary>Of what has no version.</summary>
    public static Answer Ok<T>(T body) => new(new StoredAnswer(StatusCodes.Status200OK, null, null, JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Options)));

    /// <param name="version">The stream's version, which is its ETag.</param>
    public static Answer Ok<T>(T body, long version) => Of(StatusCodes.Status200OK, null, body, version);

    /// <param name="location">The path at which the new thing is read.</param>
    public static Answer Created<T>(string location, T body, long version) => Of(StatusCodes.Status201Created, location, body, version);

    static Answer Of<T>(int status, string? location, T body, long version) =>
        new(new StoredAnswer(status, location, ETags.Of(version), JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Options)));
}

/// <summary>An answer or a problem on its way to the client.</summary>
/// <param name="Refusal">Set when there is no answer.</param>
public sealed record Reply(StoredAnswer? Answer, Refusal? Refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (Answer is not { } answer)
        {
            return Refusal!.Problem(httpContext).ExecuteAsync(httpContext);
        }

        var response = httpContext.Response;
        response.StatusCode = answer.Status;
        response.Headers.Location = answer.Location;
        response.Headers.ETag = answer.ETag;
        if (answer.Body.Length == 0)
        {
            return Task.CompletedTask;
        }

        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = answer.Body.Length;
        return response.Body.WriteAsync(answer.Body, httpContext.RequestAborted).AsTask();
    }
}

/// <summary>Reads and changes an answer that was rendered already.</summary>
static class StoredAnswers
{
    public static T Read<T>(this StoredAnswer answer) => JsonSerializer.Deserialize<T>(answer.Body, ContractsJson.Options)!;

    public static StoredAnswer With<T>(this StoredAnswer answer, T body, long version) =>
        answer with { Body = JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Options), ETag = ETags.Of(version) };
}

/// <summary>A stream's version as a strong ETag.</summary>
public static class ETags
{
    public static string Of(long version) => $"\"{version}\"";

    /// <summary>A body that was read, with the version it is of.</summary>
    public static IResult Ok<T>(HttpContext http, T body, long version)
    {
        http.Response.Headers.ETag = Of(version);
        return TypedResults.Ok(body);
    }
}
