using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Checks parameters against the published schema, as the real API does: what it does not know it refuses.</summary>
static class StripeSchema
{
    const int MaxMetadata = 50;
    const int MaxMetadataKey = 40;
    const int MaxMetadataValue = 500;

    static readonly JsonObject Operations = Load();

    /// <summary>The operations that there are.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Operations.Select(o => o.Key)];

    /// <param name="operation">Such as <c>POST /v1/refunds</c>.</param>
    /// <exception cref="StripeException">Unknown, missing or of the wrong form.</exception>
    public static void Check(string operation, JsonObject parameters) => Object(Operations[operation]!.AsObject(), parameters, "");

    static JsonObject Load()
    {
        using var stream = typeof(StripeSchema).Assembly.GetManifestResourceStream("stripe-requests.json")!;
        return JsonNode.Parse(stream)!["operations"]!.AsObject();
    }

    static void Node(JsonObject schema, JsonNode? value, string path)
    {
        if (schema["anyOf"] is JsonArray choices)
            schema = Choice(choices, value);
        switch (schema["type"]?.GetValue<string>())
        {
            case "object":
                Object(schema, Group(value, path, "hash"), path);
                break;
            case "array":
                foreach (var (index, item) in Group(value, path, "array"))
                    Node(schema["items"]!.AsObject(), item, $"{path}[{index}]");
                break;
            case { } type:
                Text(schema, type, value, path);
                break;
        }
    }

    /// <summary>A group takes the choice that is one, a text the first that is none.</summary>
    static JsonObject Choice(JsonArray choices, JsonNode? value) =>
        (choices.FirstOrDefault(c => (c!["type"]?.GetValue<string>() is "object" or "array") == (value is JsonObject)) ?? choices[0])!.AsObject();

    static void Object(JsonObject schema, JsonObject values, string path)
    {
        var known = schema["properties"]?.AsObject() ?? [];
        foreach (var (name, value) in values)
        {
            var at = path.Length == 0 ? name : $"{path}[{name}]";
            if (known[name]?.AsObject() is { } inner)
                Node(inner, value, at);
            else if (schema["additionalProperties"] is JsonObject)
                Metadata(values, name, value, at);
            else if (known.Count > 0)
                throw Refused($"Received unknown parameter: {at}", at, "parameter_unknown");
        }

        foreach (var name in schema["required"]?.AsArray().Select(n => n!.GetValue<string>()) ?? [])
        {
            var at = path.Length == 0 ? name : $"{path}[{name}]";
            if (values[name] is null) throw Refused($"Missing required param: {at}.", at, "parameter_missing");
        }
    }

    static void Metadata(JsonObject all, string name, JsonNode? value, string path)
    {
        var text = (value as JsonValue)?.GetValue<string>() ?? throw Refused($"Invalid string: {path}", path);
        if (all.Count > MaxMetadata) throw Refused($"Metadata can have at most {MaxMetadata} keys.", path);
        if (name.Length > MaxMetadataKey) throw Refused($"Metadata keys must be at most {MaxMetadataKey} characters.", path);
        if (text.Length > MaxMetadataValue) throw Refused($"Metadata values can have at most {MaxMetadataValue} characters.", path);
    }

    static void Text(JsonObject schema, string type, JsonNode? value, string path)
    {
        var text = (value as JsonValue)?.GetValue<string>() ?? throw Refused($"Invalid {type}: {path}", path);
        var words = schema["enum"]?.AsArray().Select(w => w!.GetValue<string>()).ToArray();
        if (text.Length == 0 && words?.Contains("") != true)
            throw Refused($"You passed an empty string for '{path}'. We assume empty values are an attempt to unset a parameter; however '{path}' cannot be unset.",
                path, "parameter_invalid_empty");
        if (type == "integer" && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            throw Refused($"Invalid integer: {text}", path, "parameter_invalid_integer");
        if (type == "boolean" && text is not ("true" or "false"))
            throw Refused($"Invalid boolean: {text}", path);
        if (words is not null && !words.Contains(text))
            throw Refused($"Invalid {path}: must be one of {string.Join(", ", words)}", path);
        if (schema["maxLength"]?.GetValue<int>() is { } most && text.Length > most)
            throw Refused($"Invalid string: {text[..20]}…; must be at most {most} characters", path, "parameter_invalid_string");
    }

    static JsonObject Group(JsonNode? value, string path, string kind) => value as JsonObject ?? throw Refused($"Invalid {kind}", path);

    static StripeException Refused(string message, string param, string? code = null) => new(StripeError.Invalid(message, param, code));
}
