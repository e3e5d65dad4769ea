using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Reads Stripe's bracketed form fields into a tree; a list is an object whose names are its indexes.</summary>
static class StripeForm
{
    /// <summary>More levels than any field has.</summary>
    const int MaxDepth = 8;

    /// <exception cref="StripeException">A name is malformed, or is both a value and a group.</exception>
    public static JsonObject Read(string encoded)
    {
        var root = new JsonObject();
        foreach (var (name, value) in SandboxRequest.Pairs(encoded)) Put(root, name, value);
        return root;
    }

    /// <summary>Field <c>a[b][c]</c> of a tree, as <c>Get(tree, "a", "b", "c")</c>.</summary>
    /// <returns>Null when it is not there or no text.</returns>
    public static string? Get(JsonNode? tree, params ReadOnlySpan<string> path)
    {
        foreach (var part in path) tree = (tree as JsonObject)?[part];
        return (tree as JsonValue)?.GetValue<string>();
    }

    /// <summary>The texts under a field that is a list or a map.</summary>
    public static Dictionary<string, string> Texts(JsonNode? tree) => tree is not JsonObject map
        ? []
        : map.Where(p => p.Value is JsonValue).ToDictionary(p => p.Key, p => p.Value!.GetValue<string>());

    static void Put(JsonObject root, string name, string value)
    {
        var parts = Parts(name);
        var at = root;
        foreach (var part in parts[..^1])
        {
            var key = part.Length == 0 ? $"{at.Count}" : part;
            at = at[key] switch
            {
                null => Group(at, key),
                JsonObject group => group,
                _ => throw Malformed(name),
            };
        }

        var last = parts[^1].Length == 0 ? $"{at.Count}" : parts[^1];
        if (at[last] is JsonObject) throw Malformed(name);
        at[last] = value;
    }

    static JsonObject Group(JsonObject at, string key)
    {
        var group = new JsonObject();
        at[key] = group;
        return group;
    }

    static string[] Parts(string name)
    {
        var open = name.IndexOf('[', StringComparison.Ordinal);
        if (open < 0) return [name];
        if (open == 0 || name[^1] != ']') throw Malformed(name);
        string[] parts = [name[..open], .. name[(open + 1)..^1].Split("][")];
        return parts.Length <= MaxDepth ? parts : throw Malformed(name);
    }

    static StripeException Malformed(string name) => new(StripeError.Invalid($"Invalid request: {name} is not a parameter", name));
}
