using System.Net;
using System.Text.Json;

namespace Booking.Service.Tests.OpenApi;

/// <summary>An answer, or a request that was accepted, is not what the document says.</summary>
public sealed class OpenApiViolationException(string message) : Exception(message);

/// <summary>Holds every call that goes through it against the OpenAPI document, so that each test of the service tests the document too.</summary>
/// <param name="load">Called once, by the first call; must not go through this handler.</param>
/// <param name="undocumented">Beginnings of paths that the document leaves out on purpose.</param>
public sealed class OpenApiCheck(Func<Task<JsonDocument>> load, params string[] undocumented) : DelegatingHandler
{
    readonly Lazy<Task<ApiDocument>> document = new(async () => new ApiDocument((await load()).RootElement));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var sent = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        if (undocumented.Any(start => request.RequestUri!.AbsolutePath.StartsWith(start, StringComparison.Ordinal))) return response;

        var call = new CheckedCall(await document.Value, request, response);
        if (call.Operation is not { } operation)
        {
            call.CheckUnknown();
            return response;
        }

        await call.CheckResponse(operation, cancellationToken);
        if (response.IsSuccessStatusCode) call.CheckRequest(operation, sent);
        return response;
    }
}

/// <summary>One call beside the document.</summary>
sealed class CheckedCall(ApiDocument document, HttpRequestMessage request, HttpResponseMessage response)
{
    readonly (Operation? Operation, bool KnowsPath) found = document.Find(request.Method, request.RequestUri!.AbsolutePath);

    public Operation? Operation => found.Operation;

    /// <summary>A test may ask for what does not exist, as long as the service says so too.</summary>
    public void CheckUnknown()
    {
        var expected = found.KnowsPath ? HttpStatusCode.MethodNotAllowed : HttpStatusCode.NotFound;
        if (response.StatusCode != expected) throw Violation(found.KnowsPath ? "the document does not know the method" : "the document does not know the path");
    }

    public async Task CheckResponse(Operation operation, CancellationToken ct)
    {
        if (operation.Response((int)response.StatusCode) is not { } described) throw Violation("the document does not know the status");
        var known = Operation.MediaTypes(described);
        var mediaType = response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant();
        if (mediaType is null)
        {
            var empty = (await response.Content.ReadAsByteArrayAsync(ct)).Length == 0;
            if (!empty || known.Count > 0) throw Violation(empty ? $"no body, where the document says {List(known)}" : "a body without a content type");
            return;
        }

        if (!known.Contains(mediaType)) throw Violation($"content type {mediaType}, where the document says {List(known)}");
        // Only JSON is read: an event stream would never end.
        if (IsJson(mediaType)) CheckBody("answer", await response.Content.ReadAsByteArrayAsync(ct), Operation.Schema(described, mediaType));
    }

    public void CheckRequest(Operation operation, byte[] sent)
    {
        foreach (var name in QueryNames().Where(name => !operation.HasQuery(name))) throw Violation($"the document does not know the query parameter '{name}'");
        if (sent.Length == 0)
        {
            if (operation.RequiresBody) throw Violation("accepted without the body that the document requires");
            return;
        }

        var mediaType = request.Content!.Headers.ContentType?.MediaType?.ToLowerInvariant() ?? "";
        if (operation.RequestBody is not { } described || !Operation.MediaTypes(described).Contains(mediaType))
            throw Violation($"accepted a body of {mediaType}, which the document does not know");
        if (IsJson(mediaType)) CheckBody("request", sent, Operation.Schema(described, mediaType));
    }

    void CheckBody(string whose, byte[] body, JsonElement? schema)
    {
        using var json = Parse(whose, body);
        if (schema is not { } known) return;
        var violations = document.Schemas.Check(known, json.RootElement);
        if (violations.Count > 0) throw Violation($"in the {whose}, {string.Join("; ", violations.Take(5))}");
    }

    JsonDocument Parse(string whose, byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException malformed)
        {
            throw Violation($"the {whose} is not JSON: {malformed.Message}");
        }
    }

    IEnumerable<string> QueryNames() => request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(pair => Uri.UnescapeDataString(pair.Split('=')[0].Replace('+', ' '))).Distinct(StringComparer.Ordinal);

    OpenApiViolationException Violation(string what) =>
        new($"{request.Method} {request.RequestUri!.AbsolutePath} answered {(int)response.StatusCode}: {what}.");

    static bool IsJson(string mediaType) => mediaType == "application/json" || mediaType.EndsWith("+json", StringComparison.Ordinal);

    static string List(IReadOnlyList<string> known) => known.Count == 0 ? "there is none" : string.Join(", ", known);
}
