using System.Net;

namespace Booking.Contracts;

/// <summary>What the service answered, whatever it was.</summary>
/// <param name="Body">Null when the answer is a problem or has no body.</param>
/// <param name="Problem">Null below 400, and where something other than the service answered.</param>
/// <param name="ETag">As sent, quotes included; fit for <c>ifMatch</c>.</param>
/// <param name="Location">Of what a 201 has made; relative to the service.</param>
public sealed record Answer<T>(HttpStatusCode Status, T? Body, Problem? Problem, string? ETag, Uri? Location)
{
    /// <summary>The wait that a 429 or 503 asks for; null when it asks for none.</summary>
    public Duration? RetryAfter { get; init; }

    /// <summary>For when a refusal would be a surprise.</summary>
    /// <exception cref="InvalidOperationException">There is no body; the message tells what was answered instead.</exception>
    public T Value => Body ?? throw new InvalidOperationException(
        $"The service answered {(int)Status} {Problem?.Code}: {Problem?.Detail ?? Problem?.Title ?? "no body"} {ErrorsText}".TrimEnd());

    string? ErrorsText => Problem?.Errors is { } errors
        ? string.Join("; ", errors.Select(error => $"{error.Key}: {string.Join(" ", error.Value)}"))
        : null;
}

/// <summary>The body of an answer that has none.</summary>
public sealed record Nothing;
