using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>JSON as Stripe writes it: indented, not escaped more than it must be.</summary>
static class StripeJson
{
    public static JsonSerializerOptions Options { get; } = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonObject Map(IReadOnlyDictionary<string, string> pairs) => new(pairs.Select(p => new KeyValuePair<string, JsonNode?>(p.Key, p.Value)));

    public static JsonObject List(string url, IEnumerable<JsonObject> data, bool more) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. data]),
        ["has_more"] = more,
        ["url"] = url,
    };
}
