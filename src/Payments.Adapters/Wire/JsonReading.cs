using System.Text.Json;

namespace Payments.Adapters.Wire;

/// <summary>Tolerant reading: what is missing or of another kind than expected is null, and never an exception.</summary>
static class JsonReading
{
    /// <returns>Null for what is not JSON, or not UTF-8.</returns>
    public static JsonElement? Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    extension(JsonElement json)
    {
        public JsonElement? Child(string name) => json.ValueKind == JsonValueKind.Object ? Found(json, name) : null;

        /// <summary>A text, or a number as it is written.</summary>
        public string? Text(string name) => json.Child(name) switch
        {
            { ValueKind: JsonValueKind.String } text => Unescaped(text),
            { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
            _ => null,
        };

        /// <summary>A whole number, written as number or text.</summary>
        public long? Whole(string name) => long.TryParse(json.Text(name), out var value) ? value : null;

        public bool? Flag(string name) => json.Child(name)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

        public IEnumerable<JsonElement> Items(string name) =>
            json.Child(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];
    }

    extension(JsonElement? json)
    {
        public JsonElement? Child(string name) => json?.Child(name);

        public string? Text(string name) => json?.Text(name);
    }

    // Half of a surrogate pair can be escaped in JSON and is no text, in a name neither.
    static JsonElement? Found(JsonElement json, string name)
    {
        try
        {
            return json.TryGetProperty(name, out var child) && child.ValueKind != JsonValueKind.Null ? child : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static string? Unescaped(JsonElement text)
    {
        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
