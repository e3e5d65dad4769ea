using System.Text.Json;

namespace Booking.Service.Tests.OpenApi;

/// <summary>An OpenAPI document, asked what it says about one call.</summary>
public sealed class ApiDocument(JsonElement root)
{
    static readonly HashSet<string> Methods = new(["get", "put", "post", "delete", "patch", "head", "options", "trace"], StringComparer.Ordinal);

    readonly (string Name, string[] Segments, JsonElement Item)[] paths =
        [.. root.GetProperty("paths").EnumerateObject().Select(path => (path.Name, path.Name.Split('/'), path.Value))];

    /// <summary>All that is described, as <c>GET /api/doctors/{id}</c>.</summary>
    public IEnumerable<string> Operations =>
        paths.SelectMany(path => path.Item.EnumerateObject().Where(member => Methods.Contains(member.Name)).Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

    public JsonSchema Schemas { get; } = new(root);

    /// <summary>The operation, or null with whether the path at least is known.</summary>
    public (Operation? Operation, bool KnowsPath) Find(HttpMethod method, string path)
    {
        if (Known(path) is not { Name: not null } known) return (null, false);
        return known.Item.TryGetProperty(method.Method.ToLowerInvariant(), out var operation) ? (new Operation(root, known.Item, operation), true) : (null, true);
    }

    /// <summary>The operation's name among <see cref="Operations"/>; null when it is not described.</summary>
    public string? NameOf(HttpMethod method, string path) =>
        Known(path) is { Name: { } name } known && known.Item.TryGetProperty(method.Method.ToLowerInvariant(), out _) ? $"{method} {name}" : null;

    /// <summary>The query parameters that an operation takes.</summary>
    public IReadOnlyList<string> QueriesOf(HttpMethod method, string path) => Find(method, path).Operation?.Queries ?? [];

    // A literal beats a parameter: /api/holds/any is not the hold whose id is "any", and calendar/{id}.ics beats calendar/{id}.
    (string? Name, string[] Segments, JsonElement Item) Known(string path)
    {
        var segments = path.Split('/');
        return paths.Where(one => Fits(one.Segments, segments))
            .OrderBy(one => one.Segments.Count(IsParameter)).ThenByDescending(one => one.Segments.Where(IsParameter).Sum(LiteralLength)).FirstOrDefault();
    }

    static bool Fits(string[] template, string[] path) => template.Length == path.Length && template.Zip(path).All(pair => Fits(pair.First, pair.Second));

    static bool Fits(string template, string segment)
    {
        if (!IsParameter(template)) return template == Uri.UnescapeDataString(segment);
        var (before, after) = (template[..template.IndexOf('{')], template[(template.LastIndexOf('}') + 1)..]);
        return segment.Length > before.Length + after.Length
            && segment.StartsWith(before, StringComparison.Ordinal) && segment.EndsWith(after, StringComparison.Ordinal);
    }

    static int LiteralLength(string template) => template.IndexOf('{') + template.Length - template.LastIndexOf('}') - 1;

    static bool IsParameter(string segment) => segment.Contains('{', StringComparison.Ordinal);
}

/// <summary>What the document says about one method of one path.</summary>
public sealed class Operation(JsonElement root, JsonElement path, JsonElement operation)
{
    /// <summary>Null when the status is not documented. <c>default</c> stands for errors only: a success has to be named.</summary>
    public JsonElement? Response(int status)
    {
        if (JsonReference.Member(root, operation, "responses") is not { } responses) return null;
        return JsonReference.Member(root, responses, $"{status}")
            ?? JsonReference.Member(root, responses, $"{status / 100}XX")
            ?? (status >= 400 ? JsonReference.Member(root, responses, "default") : null);
    }

    /// <summary>The statuses of problems that are described, less those of every operation.</summary>
    public IEnumerable<int> Problems => JsonReference.Member(root, operation, "responses") is { } responses
        ? responses.EnumerateObject().Select(response => int.TryParse(response.Name, out var status) ? status : 0).Where(status => status is >= 400 and not 429) : [];

    /// <summary>Null when the operation takes no body.</summary>
    public JsonElement? RequestBody => JsonReference.Member(root, operation, "requestBody");

    public bool RequiresBody => RequestBody is { } body && body.TryGetProperty("required", out var required) && required.GetBoolean();

    public bool HasQuery(string name) => Queries.Contains(name, StringComparer.Ordinal);

    public IReadOnlyList<string> Queries =>
    [
        .. new[] { path, operation }
            .Select(holder => JsonReference.Member(root, holder, "parameters")).OfType<JsonElement>()
            .SelectMany(list => list.EnumerateArray())
            .Select(one => one.TryGetProperty("$ref", out var reference) ? JsonReference.Resolve(root, reference.GetString()!) : one)
            .Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!),
    ];

    /// <summary>The media types of a response or a request body, without their parameters.</summary>
    public static IReadOnlyList<string> MediaTypes(JsonElement holder) =>
        holder.TryGetProperty("content", out var content) ? [.. content.EnumerateObject().Select(type => Bare(type.Name))] : [];

    /// <summary>Null when anything goes.</summary>
    public static JsonElement? Schema(JsonElement holder, string mediaType)
    {
        if (!holder.TryGetProperty("content", out var content)) return null;
        var described = content.EnumerateObject().FirstOrDefault(type => Bare(type.Name) == mediaType).Value;
        return described.ValueKind == JsonValueKind.Object && described.TryGetProperty("schema", out var schema) ? schema : null;
    }

    static string Bare(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}
