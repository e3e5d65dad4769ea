using System.Text.Json;

namespace Booking.Service.Tests.OpenApi;

/// <summary>The names that a schema has for the kinds of JSON values.</summary>
static class JsonTypes
{
    /// <param name="type">One name, or an array of them.</param>
    public static bool Allows(JsonElement type, JsonElement value) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(one => Is(one.GetString()!, value))
        : Is(type.GetString()!, value);

    public static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    // 1.0 is an integer to a schema, whatever it is to a parser.
    static bool Is(string type, JsonElement value) => type == "integer"
        ? value.ValueKind == JsonValueKind.Number && (value.TryGetInt64(out _) || (value.TryGetDecimal(out var number) && decimal.IsInteger(number)))
        : type == Name(value);
}
