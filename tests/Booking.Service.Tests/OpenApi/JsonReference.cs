using System.Text.Json;

namespace Booking.Service.Tests.OpenApi;

/// <summary>References inside one document, <c>#/components/schemas/Money</c>.</summary>
static class JsonReference
{
    /// <exception cref="KeyNotFoundException">It points at nothing.</exception>
    public static JsonElement Resolve(JsonElement root, string reference)
    {
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) throw new KeyNotFoundException($"The reference {reference} leaves the document.");
        return reference[2..].Split('/').Aggregate(root, (at, part) =>
            Next(at, Uri.UnescapeDataString(part).Replace("~1", "/").Replace("~0", "~"))
                ?? throw new KeyNotFoundException($"The reference {reference} points at nothing."));
    }

    /// <summary>The member itself, or what it refers to; null when there is no such member.</summary>
    public static JsonElement? Member(JsonElement root, JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(name, out var member)) return null;
        return member.ValueKind == JsonValueKind.Object && member.TryGetProperty("$ref", out var reference)
            ? Resolve(root, reference.GetString()!)
            : member;
    }

    static JsonElement? Next(JsonElement at, string name) => at.ValueKind switch
    {
        JsonValueKind.Object when at.TryGetProperty(name, out var member) => member,
        JsonValueKind.Array when int.TryParse(name, out var index) && index < at.GetArrayLength() => at[index],
        _ => null,
    };
}
