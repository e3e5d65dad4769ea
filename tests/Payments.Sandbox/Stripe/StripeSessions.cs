using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Opens and ends checkout sessions.</summary>
static class StripeSessions
{
    const long ShortestLifetime = 30 * 60;
    const long LongestLifetime = 24 * 60 * 60;
    const int MaxLineItems = 100;

    /// <exception cref="StripeException">The parameters are not what the real one takes.</exception>
    public static StripeSession Create(StripeBook book, StripeMerchant merchant, JsonObject form)
    {
        var mode = StripeForm.Get(form, "mode") ?? throw Invalid("Missing required param: mode.", "mode", "parameter_missing");
        if (mode != "payment") throw Invalid("The sandbox plays mode=payment only.", "mode");
        var (amount, currency, description) = Lines(form);
        var now = book.Now;
        var session = new StripeSession
        {
            Id = World.NewId(merchant.Live ? "cs_live_a1" : "cs_test_a1", 56),
            Account = merchant.Id,
            Created = now,
            Amount = amount,
            Currency = currency,
            Status = "open",
            Metadata = StripeForm.Texts(form["metadata"]),
            ExpiresAt = Expiry(form, now),
            SuccessUrl = Url(form, "success_url") ?? throw Invalid("Missing required param: success_url.", "success_url", "parameter_missing"),
            CancelUrl = Url(form, "cancel_url"),
            Reference = StripeForm.Get(form, "client_reference_id"),
            Email = StripeForm.Get(form, "customer_email"),
            SubmitType = StripeForm.Get(form, "submit_type"),
            Locale = StripeForm.Get(form, "locale"),
            Description = description,
            CaptureMethod = StripeForm.Get(form, "payment_intent_data", "capture_method") ?? "automatic",
            Methods = [.. StripeForm.Texts(form["payment_method_types"]).Values],
            IntentMetadata = StripeForm.Texts(form["payment_intent_data"]?["metadata"]),
        };
        book.State.Sessions.Add(session.Id, session);
        return session;
    }

    /// <summary>By API, by time or by hand: an open session ends, and with it a payment that had been tried.</summary>
    /// <exception cref="StripeException">It is not open.</exception>
    public static void Expire(StripeBook book, StripeSession session)
    {
        if (session.Status != "open")
            throw new StripeException(StripeError.Refused(
                $"Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a status of {session.Status}."));
        session.Status = "expired";
        if (session.Intent is { } id)
        {
            var intent = book.State.Intents[id];
            intent.Status = "canceled";
            intent.Cancellation = "expired";
            book.Emit("payment_intent.canceled", intent);
        }

        book.Emit("checkout.session.expired", session);
    }

    static (long Amount, string Currency, string Description) Lines(JsonObject form)
    {
        var items = (form["line_items"] as JsonObject)?.Select(i => (Path: $"line_items[{i.Key}]", Item: i.Value)).ToArray() ?? [];
        if (items.Length == 0) throw Invalid("Missing required param: line_items.", "line_items", "parameter_missing");
        if (items.Length > MaxLineItems) throw Invalid($"Checkout supports at most {MaxLineItems} line items.", "line_items");
        var total = 0L;
        var lines = items.Select(i => Line(i.Item, i.Path)).ToArray();
        if (lines.Select(l => l.Currency).Distinct().Count() > 1) throw Invalid("All line items must have the same currency.", "line_items");
        foreach (var (amount, quantity, _, _) in lines) total = checked(total + (amount * quantity));
        StripeAmounts.Charge(total, lines[0].Currency, "line_items[0][price_data][unit_amount]");
        return (total, lines[0].Currency, string.Join(", ", lines.Select(l => l.Name)));
    }

    static (long Amount, long Quantity, string Currency, string Name) Line(JsonNode? item, string path)
    {
        var price = item?["price_data"];
        if (StripeForm.Get(item, "price") is { } id) throw new StripeException(StripeError.Missing("price", id, $"{path}[price]"));
        var currency = StripeForm.Get(price, "currency") ?? throw Missing($"{path}[price_data]");
        var amount = Number(StripeForm.Get(price, "unit_amount")) ?? throw Missing($"{path}[price_data][unit_amount]");
        var name = StripeForm.Get(price, "product_data", "name") ?? throw Missing($"{path}[price_data][product_data]");
        var quantity = Number(StripeForm.Get(item, "quantity")) ?? throw Missing($"{path}[quantity]");
        if (amount is < 0 or > 999_999_999_999) throw Invalid("Invalid non-negative integer", $"{path}[price_data][unit_amount]", "parameter_invalid_integer");
        if (quantity is < 1 or > 999_999) throw Invalid("This value must be greater than or equal to 1.", $"{path}[quantity]", "parameter_invalid_integer");
        return (amount, quantity, StripeAmounts.Currency(currency, $"{path}[price_data][currency]"), name);
    }

    static long Expiry(JsonObject form, long now)
    {
        if (Number(StripeForm.Get(form, "expires_at")) is not { } at) return now + LongestLifetime;
        if (at < now + ShortestLifetime)
            throw Invalid("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", "expires_at");
        if (at > now + LongestLifetime)
            throw Invalid("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", "expires_at");
        return at;
    }

    static string? Url(JsonObject form, string name)
    {
        if (StripeForm.Get(form, name) is not { } url) return null;
        var plain = url.Replace("{CHECKOUT_SESSION_ID}", "x", StringComparison.Ordinal);
        return Uri.TryCreate(plain, UriKind.Absolute, out var parsed) && parsed.Scheme is "https" or "http"
            ? url
            : throw Invalid("Not a valid URL", name, "url_invalid");
    }

    static long? Number(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);

    static StripeException Missing(string param) => Invalid($"Missing required param: {param}.", param, "parameter_missing");

    static StripeException Invalid(string message, string param, string? code = null) => new(StripeError.Invalid(message, param, code));
}
