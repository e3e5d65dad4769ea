using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Booking.Service.Tests.OpenApi;

/// <summary>Where a value breaks its schema.</summary>
/// <param name="Pointer">RFC 6901; empty is the whole value.</param>
public sealed record SchemaViolation(string Pointer, string Message)
{
    public override string ToString() => $"{(Pointer.Length == 0 ? "the body" : Pointer)} {Message}";
}

/// <summary>
/// The part of JSON Schema 2020-12 that OpenAPI documents of ASP.NET Core use. A keyword that is not here is a violation
/// itself: a check that silently skips what it cannot read proves nothing.
/// </summary>
/// <param name="root">The document in which a <c>$ref</c> looks.</param>
public sealed class JsonSchema(JsonElement root)
{
    static readonly HashSet<string> Annotations = new(StringComparer.Ordinal)
    {
        "$comment", "default", "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "format",
        "readOnly", "title", "writeOnly", "xml",
    };

    public IReadOnlyList<SchemaViolation> Check(JsonElement schema, JsonElement value) => [.. Violations(schema, value, "")];

    IEnumerable<SchemaViolation> Violations(JsonElement schema, JsonElement value, string at) => schema.ValueKind switch
    {
        JsonValueKind.True => [],
        JsonValueKind.False => [new(at, "may not be there")],
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(keyword => Violations(keyword, schema, value, at)),
        _ => [new(at, "has a schema that is none")],
    };

    IEnumerable<SchemaViolation> Violations(JsonProperty keyword, JsonElement schema, JsonElement value, string at) => keyword.Name switch
    {
        "$ref" => Violations(JsonReference.Resolve(root, keyword.Value.GetString()!), value, at),
        "type" => JsonTypes.Allows(keyword.Value, value) ? [] : [new(at, $"is {JsonTypes.Name(value)}, not {keyword.Value}")],
        "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? [] : [new(at, $"is {value}, not one of {keyword.Value}")],
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? [] : [new(at, $"is {value}, not {keyword.Value}")],
        "allOf" => keyword.Value.EnumerateArray().SelectMany(part => Violations(part, value, at)),
        "anyOf" => Matches(keyword.Value, value) > 0 ? [] : [new(at, "fits none of anyOf")],
        "oneOf" => Matches(keyword.Value, value) is var count and not 1 ? [new(at, $"fits {count} of oneOf")] : [],
        "required" or "properties" or "additionalProperties" =>
            value.ValueKind == JsonValueKind.Object ? OfObject(keyword, schema, value, at) : [],
        "items" or "minItems" or "maxItems" => value.ValueKind == JsonValueKind.Array ? OfArray(keyword, value, at) : [],
        "pattern" or "minLength" or "maxLength" => value.ValueKind == JsonValueKind.String ? OfText(keyword, value.GetString()!, at) : [],
        "minimum" or "maximum" => value.ValueKind == JsonValueKind.Number ? OfNumber(keyword, value, at) : [],
        var name when Annotations.Contains(name) || name.StartsWith("x-", StringComparison.Ordinal) => [],
        var name => [new(at, $"has a schema with the keyword '{name}', which this check does not know")],
    };

    int Matches(JsonElement schemas, JsonElement value) => schemas.EnumerateArray().Count(schema => !Violations(schema, value, "").Any());

    IEnumerable<SchemaViolation> OfObject(JsonProperty keyword, JsonElement schema, JsonElement value, string at) => keyword.Name switch
    {
        "required" => keyword.Value.EnumerateArray()
            .Where(name => !value.TryGetProperty(name.GetString()!, out _))
            .Select(name => new SchemaViolation(at, $"lacks '{name.GetString()}'")),
        "properties" => value.EnumerateObject()
            .SelectMany(member => keyword.Value.TryGetProperty(member.Name, out var inner) ? Violations(inner, member.Value, Down(at, member.Name)) : []),
        _ => value.EnumerateObject()
            .Where(member => !(schema.TryGetProperty("properties", out var known) && known.TryGetProperty(member.Name, out _)))
            .SelectMany(member => Violations(keyword.Value, member.Value, Down(at, member.Name))),
    };

    IEnumerable<SchemaViolation> OfArray(JsonProperty keyword, JsonElement value, string at) => keyword.Name switch
    {
        "items" => value.EnumerateArray().SelectMany((item, index) => Violations(keyword.Value, item, Down(at, index.ToString(CultureInfo.InvariantCulture)))),
        var bound => OfCount(bound, keyword.Value.GetInt32(), value.GetArrayLength(), at),
    };

    static IEnumerable<SchemaViolation> OfText(JsonProperty keyword, string text, string at) => keyword.Name switch
    {
        "pattern" => Regex.IsMatch(text, keyword.Value.GetString()!, RegexOptions.ECMAScript, TimeSpan.FromSeconds(1))
            ? []
            : [new(at, $"is '{text}', not like {keyword.Value}")],
        var bound => OfCount(bound, keyword.Value.GetInt32(), text.EnumerateRunes().Count(), at),
    };

    static IEnumerable<SchemaViolation> OfCount(string bound, int limit, int count, string at) =>
        bound.StartsWith("min", StringComparison.Ordinal) ? Bounded(count >= limit, bound, count, limit, at) : Bounded(count <= limit, bound, count, limit, at);

    static IEnumerable<SchemaViolation> OfNumber(JsonProperty keyword, JsonElement value, string at)
    {
        var (number, limit) = (value.GetDecimal(), keyword.Value.GetDecimal());
        return Bounded(keyword.Name == "minimum" ? number >= limit : number <= limit, keyword.Name, number, limit, at);
    }

    static IEnumerable<SchemaViolation> Bounded(bool holds, string bound, decimal value, decimal limit, string at) =>
        holds ? [] : [new(at, $"has {value}, beyond {bound} {limit}")];

    static string Down(string at, string name) => $"{at}/{name.Replace("~", "~0").Replace("/", "~1")}";
}
