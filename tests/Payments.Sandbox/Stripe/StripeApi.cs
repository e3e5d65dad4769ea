using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>The operations of the API, by their names in the published description.</summary>
sealed class StripeApi(StripeBook book)
{
    /// <summary>In seconds: events are kept for thirty days.</summary>
    const long EventsKept = 30 * 24 * 60 * 60;

    StripeState State => book.State;

    /// <summary>Does an operation whose parameters have the right form.</summary>
    /// <param name="operation">Such as <c>GET /v1/refunds/{refund}</c>.</param>
    /// <param name="id">What stands in the place of the braces; empty where there are none.</param>
    /// <exception cref="StripeException">It is refused.</exception>
    public JsonObject Do(string operation, string id, StripeMerchant merchant, JsonObject form)
    {
        StripeSchema.Check(operation, form);
        var expand = StripeForm.Texts(form["expand"]).Values;
        if (operation == "GET /v1/events") return Events(merchant, form);
        if (operation == "GET /v1/events/{event}")
            return StripeRender.Event(
                State.Events.FirstOrDefault(e => e.Id == id && e.Account == merchant.Id) ?? throw new StripeException(StripeError.Missing("event", id, "id")), merchant.Live);
        var answer = List(operation, merchant, form) ?? StripeRender.Thing(book, One(operation, id, merchant, form));
        return StripeExpand.Apply(book, answer, expand);
    }

    StripeThing One(string operation, string id, StripeMerchant merchant, JsonObject form)
    {
        switch (operation)
        {
            case "POST /v1/checkout/sessions": return StripeSessions.Create(book, merchant, form);
            case "GET /v1/checkout/sessions/{session}": return Session(merchant, id);
            case "POST /v1/checkout/sessions/{session}/expire":
                var session = Session(merchant, id);
                StripeSessions.Expire(book, session);
                return session;
            case "GET /v1/payment_intents/{intent}": return Intent(merchant, id);
            case "POST /v1/payment_intents/{intent}/capture":
                var intent = Intent(merchant, id);
                StripeIntents.Capture(book, intent, StripeForm.Get(form, "amount_to_capture") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null);
                return intent;
            case "POST /v1/payment_intents/{intent}/cancel":
                throw new StripeException(StripeError.Refused(
                    $"You cannot cancel {Intent(merchant, id).Id} because it was created by a Checkout Session. Expire the Checkout Session instead.",
                    "payment_intent_unexpected_state"));
            case "POST /v1/refunds": return StripeRefunds.Create(book, merchant, form);
            case "GET /v1/refunds/{refund}": return StripeBook.Find(State.Refunds, merchant.Id, id, "refund", "id");
            case "GET /v1/charges/{charge}": return StripeBook.Find(State.Charges, merchant.Id, id, "charge", "id");
            case "GET /v1/disputes/{dispute}": return StripeBook.Find(State.Disputes, merchant.Id, id, "dispute", "id");
            default: throw new NotSupportedException(operation);
        }
    }

    /// <returns>Null when the operation is none that lists.</returns>
    JsonObject? List(string operation, StripeMerchant merchant, JsonObject query)
    {
        var intent = StripeForm.Get(query, "payment_intent");
        var charge = StripeForm.Get(query, "charge");
        var status = StripeForm.Get(query, "status");
        return operation switch
        {
            "GET /v1/checkout/sessions" => Page(
                "/v1/checkout/sessions", merchant, query,
                State.Sessions.Values.Where(s => (intent ?? s.Intent) == s.Intent && (status ?? s.Status) == s.Status && Email(query, s))),
            "GET /v1/charges" => Page("/v1/charges", merchant, query, State.Charges.Values.Where(c => (intent ?? c.Intent) == c.Intent)),
            "GET /v1/refunds" => Page(
                "/v1/refunds", merchant, query, State.Refunds.Values.Where(r => (intent ?? r.Intent) == r.Intent && (charge ?? r.Charge) == r.Charge)),
            "GET /v1/disputes" => Page(
                "/v1/disputes", merchant, query, State.Disputes.Values.Where(d => (intent ?? d.Intent) == d.Intent && (charge ?? d.Charge) == d.Charge)),
            _ => null,
        };
    }

    static bool Email(JsonObject query, StripeSession session) =>
        StripeForm.Get(query, "customer_details", "email") is not { } email || email == session.Email;

    JsonObject Page(string url, StripeMerchant merchant, JsonObject query, IEnumerable<StripeThing> things) =>
        StripeLists.Page(url, query, things.Where(t => t.Account == merchant.Id), t => t.Id, t => t.Created, t => StripeRender.Thing(book, t));

    JsonObject Events(StripeMerchant merchant, JsonObject query)
    {
        string[] types = [.. StripeForm.Texts(query["types"]).Values, .. StripeForm.Get(query, "type") is { } one ? [one] : Array.Empty<string>()];
        var delivered = StripeForm.Get(query, "delivery_success");
        var fit = State.Events.Where(e => e.Account == merchant.Id && e.Created > book.Now - EventsKept && (types.Length == 0 || types.Contains(e.Type))
            && (delivered is null || delivered == "true" == e.Delivered));
        return StripeLists.Page("/v1/events", query, fit, e => e.Id, e => e.Created, e => StripeRender.Event(e, merchant.Live));
    }

    StripeSession Session(StripeMerchant merchant, string id) => StripeBook.Find(State.Sessions, merchant.Id, id, "checkout.session", "session");

    StripeIntent Intent(StripeMerchant merchant, string id) => StripeBook.Find(State.Intents, merchant.Id, id, "payment_intent", "intent");
}
