using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Booking.Contracts;

/// <summary>
/// The service's HTTP interface, a method a call. A refusal is an <see cref="Answer{T}"/> like any other; only a connection
/// that fails, or an answer below 400 that is not what this version knows, throws.
/// </summary>
/// <param name="http">With the service's address as its base. Signing in changes its default headers, so it is one user's.</param>
public sealed partial class BookingClient(HttpClient http)
{
    /// <summary>For calls that this class has no method for.</summary>
    public HttpClient Http => http;

    Task<Answer<T>> Get<T>(Url url, CancellationToken ct, params ReadOnlySpan<(string Name, string? Value)> headers) =>
        Send<T>(With([(PositionHeader, Position)], With(headers, new(HttpMethod.Get, url.ToString()))), ct);

    Task<Answer<T>> Post<T>(Url url, string? idempotencyKey, string? ifMatch, CancellationToken ct) =>
        Send<T>(Change(HttpMethod.Post, url, idempotencyKey, ifMatch), ct);

    Task<Answer<T>> Post<TRequest, T>(Url url, TRequest body, string? idempotencyKey, string? ifMatch, CancellationToken ct) =>
        Send<T>(Change(HttpMethod.Post, url, idempotencyKey, ifMatch, Json(body)), ct);

    Task<Answer<T>> Put<TRequest, T>(Url url, TRequest body, string? idempotencyKey, string? ifMatch, CancellationToken ct) =>
        Send<T>(Change(HttpMethod.Put, url, idempotencyKey, ifMatch, Json(body)), ct);

    Task<Answer<Nothing>> Delete(Url url, string? idempotencyKey, string? ifMatch, CancellationToken ct) =>
        Send<Nothing>(Change(HttpMethod.Delete, url, idempotencyKey, ifMatch), ct);

    static HttpRequestMessage Change(HttpMethod method, Url url, string? idempotencyKey, string? ifMatch, HttpContent? body = null) =>
        With([("Idempotency-Key", idempotencyKey), ("If-Match", ifMatch)], new(method, url.ToString()) { Content = body });

    // Unchecked, so that a test can send a malformed one and see it refused.
    static HttpRequestMessage With(ReadOnlySpan<(string Name, string? Value)> headers, HttpRequestMessage request)
    {
        foreach (var (name, value) in headers)
        {
            if (value is not null) request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    // Bytes, not a stream: the request then says its length.
    static ByteArrayContent Json<T>(T body) => new(JsonSerializer.SerializeToUtf8Bytes(body, ContractsJson.Options))
    {
        Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
    };

    async Task<Answer<T>> Send<T>(HttpRequestMessage message, CancellationToken ct)
    {
        using var request = message;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var bytes = await response.Content.ReadAsByteArrayAsync(ct);
        var headers = response.Headers;
        Reached(headers);
        return new Answer<T>(response.StatusCode, BodyOf<T>(response, bytes), ProblemOf(response, bytes), headers.ETag?.ToString(), headers.Location)
        {
            RetryAfter = headers.RetryAfter?.Delta is { } delta ? Duration.FromTimeSpan(delta) : null,
        };
    }

    static T? BodyOf<T>(HttpResponseMessage response, byte[] bytes) => (response.IsSuccessStatusCode, bytes.Length) switch
    {
        (false, _) => default,
        (true, _) when typeof(T) == typeof(string) => (T)(object)Encoding.UTF8.GetString(bytes),
        (true, 0) => new Nothing() is T nothing ? nothing : default,
        (true, _) => JsonSerializer.Deserialize<T>(bytes, ContractsJson.Options),
    };

    // A proxy on the way answers in its own words; those are no problem record, and no reason to throw either.
    static Problem? ProblemOf(HttpResponseMessage response, byte[] bytes)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json") return null;
        try
        {
            return JsonSerializer.Deserialize<Problem>(bytes, ContractsJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
