using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Lists: newest first, by cursor.</summary>
static class StripeLists
{
    const int DefaultLimit = 10;
    const int MaxLimit = 100;

    /// <param name="oldestFirst">All that fit the filters of the operation's own.</param>
    /// <exception cref="StripeException">The limit or the cursor is wrong.</exception>
    public static JsonObject Page<T>(
        string url, JsonObject query, IEnumerable<T> oldestFirst, Func<T, string> id, Func<T, long> created, Func<T, JsonObject> render)
    {
        var limit = int.Parse(StripeForm.Get(query, "limit") ?? $"{DefaultLimit}", CultureInfo.InvariantCulture);
        if (limit is < 1 or > MaxLimit)
            throw new StripeException(StripeError.Invalid("This value must be between 1 and 100.", "limit", "parameter_invalid_integer"));
        var all = oldestFirst.Reverse().Where(item => Within(query["created"], created(item))).ToList();
        var rest = StripeForm.Get(query, "starting_after") is { } after
            ? all.Skip(At(all, after, id, "starting_after") + 1).ToList()
            : StripeForm.Get(query, "ending_before") is { } before
                ? all.Take(At(all, before, id, "ending_before")).TakeLast(limit).ToList()
                : all;
        return StripeJson.List(url, rest.Take(limit).Select(render), rest.Count > limit);
    }

    static int At<T>(List<T> all, string cursor, Func<T, string> id, string param)
    {
        var at = all.FindIndex(item => id(item) == cursor);
        return at >= 0 ? at : throw new StripeException(StripeError.Missing("object", cursor, param));
    }

    static bool Within(JsonNode? filter, long created) => filter switch
    {
        JsonObject range => range.All(bound => Holds(bound.Key, created, Number(bound.Value))),
        JsonValue exact => created == Number(exact),
        _ => true,
    };

    static bool Holds(string bound, long created, long limit) => bound switch
    {
        "gt" => created > limit,
        "gte" => created >= limit,
        "lt" => created < limit,
        _ => created <= limit,
    };

    static long Number(JsonNode? text) => long.Parse(text!.GetValue<string>(), CultureInfo.InvariantCulture);
}
