using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Puts objects in the place of their ids where a request asks for it with <c>expand[]</c>.</summary>
static class StripeExpand
{
    const int MaxDepth = 4;

    /// <exception cref="StripeException">A path names what cannot be expanded.</exception>
    public static JsonObject Apply(StripeBook book, JsonObject json, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var parts = path.Split('.');
            if (parts.Length > MaxDepth) throw Refused(path);
            Step(book, json, parts, path);
        }

        return json;
    }

    static void Step(StripeBook book, JsonObject at, ReadOnlySpan<string> parts, string path)
    {
        if (parts.IsEmpty) return;
        if (at["object"]?.GetValue<string>() == "list")
        {
            if (parts[0] != "data") throw Refused(path);
            foreach (var item in at["data"]!.AsArray()) Step(book, item!.AsObject(), parts[1..], path);
            return;
        }

        if (parts[0] == "refunds" && at["object"]?.GetValue<string>() == "charge")
            at["refunds"] ??= Refunds(book, at["id"]!.GetValue<string>());
        else if (parts[0] is not ("payment_intent" or "latest_charge" or "charge" or "customer") || !at.ContainsKey(parts[0]))
            throw Refused(path);
        else if (at[parts[0]] is JsonValue id)
            at[parts[0]] = Thing(book, id.GetValue<string>());
        if (at[parts[0]] is JsonObject inner) Step(book, inner, parts[1..], path);
    }

    static JsonObject Refunds(StripeBook book, string charge) => StripeJson.List(
        $"/v1/charges/{charge}/refunds", book.State.Refunds.Values.Where(r => r.Charge == charge).Reverse().Select(r => StripeRender.Thing(book, r)), more: false);

    static JsonObject Thing(StripeBook book, string id) =>
        StripeRender.Thing(book, id.StartsWith("pi_", StringComparison.Ordinal) ? book.State.Intents[id] : book.State.Charges[id]);

    static StripeException Refused(string path) =>
        new(StripeError.Invalid($"This property cannot be expanded ({path}).", "expand"));
}
