using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Reads a JSON body as strictly as the provider does: the first thing that is wrong is kept and refuses the whole.</summary>
public sealed class RazorpayFields(JsonElement body, params IReadOnlyCollection<string> known)
{
    /// <summary>Null while all is well.</summary>
    public RazorpayAnswer? Refusal { get; private set; } = Unknown(body, known);

    /// <returns>0 when it is missing.</returns>
    public long Integer(string name)
    {
        if (!Find(name, out var value)) return 0;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)) return number;
        Refuse($"The {name} must be an integer.", name);
        return 0;
    }

    public bool Has(string name) => Find(name, out _);

    /// <returns>Null when it is missing.</returns>
    public string? Text(string name, int atMost)
    {
        if (!Find(name, out var value)) return null;
        if (value.ValueKind != JsonValueKind.String) return Refuse($"The {name} must be a string.", name);
        var text = value.GetString()!;
        return text.Length <= atMost ? text : Refuse($"The {name} may not be greater than {atMost} characters.", name);
    }

    /// <returns>False when it is missing.</returns>
    public bool Flag(string name)
    {
        if (!Find(name, out var value)) return false;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse($"The {name} field must be true or false.", name);
        return false;
    }

    public JsonObject? Object(string name)
    {
        if (!Find(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return JsonObject.Create(value.Clone());
        Refuse($"The {name} must be an object.", name);
        return null;
    }

    /// <summary>At most 15 pairs, each of at most 256 characters.</summary>
    public JsonObject? Notes()
    {
        // An empty array is how PHP writes an empty object, so the provider takes it as one.
        if (Find("notes", out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0) return null;
        var notes = Object("notes");
        if (notes is null) return null;
        if (notes.Count > 15) Refuse("Number of fields in notes should be less than or equal to 15", "notes");
        if (notes.Any(pair => pair.Key.Length > 256 || (pair.Value?.ToString().Length ?? 0) > 256))
            Refuse("notes exceed the maximum length of 256", "notes");
        return notes;
    }

    public string? Refuse(string description, string? field = null)
    {
        Refusal ??= RazorpayAnswer.Bad(description, field);
        return null;
    }

    bool Find(string name, out JsonElement value)
    {
        value = default;
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    static RazorpayAnswer? Unknown(JsonElement body, IReadOnlyCollection<string> known)
    {
        if (body.ValueKind == JsonValueKind.Undefined) return null;
        if (body.ValueKind != JsonValueKind.Object) return RazorpayAnswer.Bad("incorrect JSON object received");
        var extra = body.EnumerateObject().Select(field => field.Name).Where(name => !known.Contains(name)).ToList();
        return extra.Count == 0 ? null : RazorpayAnswer.Bad($"{string.Join(", ", extra)} is/are not required and should not be sent");
    }
}
