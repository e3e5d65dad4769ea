using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Reads a JSON body: the first thing that is wrong is kept and refuses the whole. Fields that nobody asks for are ignored.</summary>
public sealed class PayTabsFields(JsonElement body, bool realUrlsOnly)
{
    const int LongestUrl = 255;

    /// <summary>Null while all is well.</summary>
    public PayTabsAnswer? Refusal { get; private set; }

    public bool Has(string name) => Find(name, out _);

    /// <returns>Null when it is missing or refused.</returns>
    public string? Text(string name, int atMost, bool required = false)
    {
        if (!Find(name, out var value)) return required ? Refuse($"{name} is missing") : null;
        if (value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text) return Refuse($"{name} is not a text");
        return text.Length <= atMost ? text : Refuse($"{name} is longer than {atMost}");
    }

    public bool Flag(string name) => Find(name, out var value) && value.ValueKind == JsonValueKind.True;

    public JsonObject? Object(string name)
    {
        if (!Find(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return JsonObject.Create(value.Clone());
        Refuse($"{name} is not an object");
        return null;
    }

    /// <returns>What was given, or the default; at least 1.</returns>
    public int Minutes(string name, int otherwise)
    {
        if (!Find(name, out var value)) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var minutes) && minutes >= 1) return minutes;
        Refuse($"{name} is not a number of minutes from 1");
        return otherwise;
    }

    /// <summary>The real provider takes https on the usual port of a public host only; here plain loopback will do unless it is forbidden.</summary>
    public string? Url(string name)
    {
        if (Text(name, LongestUrl) is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http")) return Refuse($"{name} is not an address");
        return realUrlsOnly && (url.Scheme != "https" || !url.IsDefaultPort || url.IsLoopback) ? Refuse($"{name} is not a public https address") : text;
    }

    /// <summary>What each request says of the cart; the values mean nothing once there is a refusal.</summary>
    public PayTabsCart Cart()
    {
        var id = Text("cart_id", 64, required: true);
        var description = Text("cart_description", 128, required: true);
        var currency = Text("cart_currency", 3, required: true);
        if (currency is not null && !(currency.Length == 3 && currency.All(char.IsAsciiLetterUpper))) Refusal ??= PayTabsAnswer.Currency;
        decimal? amount = null;
        if (!Find("cart_amount", out var value)) Refuse("cart_amount is missing");
        else if ((amount = PayTabsAmounts.Read(value, currency ?? "")) is null) Refuse("cart_amount is not an amount");
        return new PayTabsCart(id ?? "", description ?? "", currency ?? "", amount ?? 0, Url("callback"));
    }

    public string? Refuse(string what)
    {
        Refusal ??= PayTabsAnswer.Invalid(what);
        return null;
    }

    bool Find(string name, out JsonElement value)
    {
        value = default;
        return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
