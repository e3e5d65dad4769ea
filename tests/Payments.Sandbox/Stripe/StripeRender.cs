using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Stripe's objects as JSON, references as ids.</summary>
static class StripeRender
{
    public static JsonObject Thing(StripeBook book, StripeThing thing)
    {
        var live = book.Merchant(thing).Live;
        return thing switch
        {
            StripeSession session => Session(session, live, book.World.Address(PaymentProvider.Stripe)),
            StripeIntent intent => Intent(intent, live),
            StripeCharge charge => Charge(charge, live),
            StripeRefund refund => Refund(refund),
            StripeDispute dispute => Dispute(dispute, live),
            _ => throw new NotSupportedException(thing.GetType().Name),
        };
    }

    public static JsonObject Event(StripeEvent made, bool live) => new()
    {
        ["id"] = made.Id,
        ["object"] = "event",
        ["api_version"] = made.ApiVersion,
        ["created"] = made.Created,
        ["data"] = JsonNode.Parse(made.Data),
        ["livemode"] = live,
        ["pending_webhooks"] = made.Pending,
        ["request"] = new JsonObject { ["id"] = made.Request, ["idempotency_key"] = made.Key },
        ["type"] = made.Type,
    };

    static JsonObject Session(StripeSession session, bool live, string address) => new()
    {
        ["id"] = session.Id,
        ["object"] = "checkout.session",
        ["amount_subtotal"] = session.Amount,
        ["amount_total"] = session.Amount,
        ["cancel_url"] = session.CancelUrl,
        ["client_reference_id"] = session.Reference,
        ["created"] = session.Created,
        ["currency"] = session.Currency,
        ["customer"] = null,
        ["customer_details"] = session.Email is null ? null : new JsonObject { ["email"] = session.Email },
        ["customer_email"] = session.Email,
        ["expires_at"] = session.ExpiresAt,
        ["livemode"] = live,
        ["locale"] = session.Locale,
        ["metadata"] = StripeJson.Map(session.Metadata),
        ["mode"] = "payment",
        ["payment_intent"] = session.Intent,
        ["payment_link"] = null,
        ["payment_method_types"] = new JsonArray([.. session.Methods.Select(m => (JsonNode)m)]),
        ["payment_status"] = session.Paid ? "paid" : "unpaid",
        ["status"] = session.Status,
        ["submit_type"] = session.SubmitType,
        ["success_url"] = session.SuccessUrl,
        ["ui_mode"] = "hosted",
        ["url"] = session.Status == "open" ? $"{address}/c/pay/{session.Id}" : null,
    };

    static JsonObject Intent(StripeIntent intent, bool live) => new()
    {
        ["id"] = intent.Id,
        ["object"] = "payment_intent",
        ["amount"] = intent.Amount,
        ["amount_capturable"] = intent.Status == "requires_capture" ? intent.Amount : 0,
        ["amount_received"] = intent.Received,
        ["canceled_at"] = null,
        ["cancellation_reason"] = intent.Cancellation,
        ["capture_method"] = intent.CaptureMethod,
        ["client_secret"] = $"{intent.Id}_secret_sandbox",
        ["created"] = intent.Created,
        ["currency"] = intent.Currency,
        ["last_payment_error"] = intent.Declined
            ? new JsonObject { ["code"] = "card_declined", ["decline_code"] = "generic_decline", ["message"] = "Your card was declined.", ["type"] = "card_error" }
            : null,
        ["latest_charge"] = intent.Charge,
        ["livemode"] = live,
        ["metadata"] = StripeJson.Map(intent.Metadata),
        ["status"] = intent.Status,
    };

    static JsonObject Charge(StripeCharge charge, bool live) => new()
    {
        ["id"] = charge.Id,
        ["object"] = "charge",
        ["amount"] = charge.Amount,
        ["amount_captured"] = charge.Captured ? charge.Amount : 0,
        ["amount_refunded"] = charge.Refunded,
        ["captured"] = charge.Captured,
        ["created"] = charge.Created,
        ["currency"] = charge.Currency,
        ["disputed"] = charge.Disputed,
        ["failure_code"] = charge.Status == "failed" ? "card_declined" : null,
        ["livemode"] = live,
        ["metadata"] = StripeJson.Map(charge.Metadata),
        ["paid"] = charge.Status == "succeeded",
        ["payment_intent"] = charge.Intent,
        ["refunded"] = charge.Captured && charge.Refunded == charge.Amount,
        ["status"] = charge.Status,
    };

    static JsonObject Refund(StripeRefund refund)
    {
        var json = new JsonObject
        {
            ["id"] = refund.Id,
            ["object"] = "refund",
            ["amount"] = refund.Amount,
            ["charge"] = refund.Charge,
            ["created"] = refund.Created,
            ["currency"] = refund.Currency,
            ["metadata"] = StripeJson.Map(refund.Metadata),
            ["payment_intent"] = refund.Intent,
            ["reason"] = refund.Reason,
            ["status"] = refund.Status,
        };
        if (refund.Status == "pending") json["pending_reason"] = "processing";
        if (refund.Failure is not null) json["failure_reason"] = refund.Failure;
        return json;
    }

    static JsonObject Dispute(StripeDispute dispute, bool live) => new()
    {
        ["id"] = dispute.Id,
        ["object"] = "dispute",
        ["amount"] = dispute.Amount,
        ["charge"] = dispute.Charge,
        ["created"] = dispute.Created,
        ["currency"] = dispute.Currency,
        ["is_charge_refundable"] = false,
        ["livemode"] = live,
        ["metadata"] = StripeJson.Map(dispute.Metadata),
        ["payment_intent"] = dispute.Intent,
        ["reason"] = "general",
        ["status"] = dispute.Status,
    };
}
