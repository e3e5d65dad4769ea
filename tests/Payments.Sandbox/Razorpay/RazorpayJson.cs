using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Entities as Razorpay writes them. Which absent value is null, 0, an empty text or an empty list is its own habit and kept.</summary>
public static class RazorpayJson
{
    public static JsonObject Write(RazorpayLink link, IEnumerable<RazorpayPayment> payments)
    {
        var shown = payments.Where(payment => payment.Status != "created").Select(payment => WriteAttempt(link, payment)).ToArray<JsonNode?>();
        var json = new JsonObject
        {
            ["accept_partial"] = false,
            ["amount"] = link.Amount,
            ["amount_paid"] = link.Status == "paid" ? link.Amount : 0,
            ["callback_method"] = link.CallbackUrl is null ? "" : "get",
            ["callback_url"] = link.CallbackUrl ?? "",
            ["cancelled_at"] = Seconds(link.CancelledAt),
            ["created_at"] = Seconds(link.CreatedAt),
            ["currency"] = link.Currency,
            ["customer"] = link.Customer?.DeepClone() ?? new JsonObject(),
            ["description"] = link.Description ?? "",
            ["expire_by"] = link.ExpireBy,
            ["expired_at"] = Seconds(link.ExpiredAt),
            ["first_min_partial_amount"] = 0,
            ["id"] = link.Id,
            ["notes"] = link.Notes?.DeepClone(),
            ["notify"] = link.Notify?.DeepClone() ?? new JsonObject { ["email"] = false, ["sms"] = false },
            ["payments"] = shown.Length == 0 ? null : new JsonArray(shown),
            ["reference_id"] = link.ReferenceId ?? "",
            ["reminder_enable"] = link.ReminderEnable,
            ["reminders"] = new JsonArray(),
            ["short_url"] = link.ShortUrl?.ToString(),
            ["status"] = link.Status,
            ["updated_at"] = Seconds(link.UpdatedAt),
            ["upi_link"] = false,
            ["user_id"] = "",
            ["whatsapp_link"] = false,
        };
        if (link.OrderId is not null) json["order_id"] = link.OrderId;
        return json;
    }

    public static JsonObject Write(RazorpayOrder order) => new()
    {
        ["id"] = order.Id,
        ["entity"] = "order",
        ["amount"] = order.Amount,
        ["amount_paid"] = order.Status == "paid" ? order.Amount : 0,
        ["amount_due"] = order.Status == "paid" ? 0 : order.Amount,
        ["currency"] = order.Currency,
        ["receipt"] = order.Receipt,
        ["offer_id"] = null,
        ["status"] = order.Status,
        ["attempts"] = order.Attempts,
        ["notes"] = Notes(order.Notes),
        ["created_at"] = Seconds(order.CreatedAt),
    };

    public static JsonObject Write(RazorpayPayment payment)
    {
        var failed = payment.Status == "failed";
        return new JsonObject
        {
            ["id"] = payment.Id,
            ["entity"] = "payment",
            ["amount"] = payment.Amount,
            ["currency"] = payment.Currency,
            ["status"] = payment.Status,
            ["order_id"] = payment.OrderId,
            ["invoice_id"] = null,
            ["international"] = false,
            ["method"] = "netbanking",
            ["amount_refunded"] = payment.Refunded,
            ["refund_status"] = payment.Refunded == 0 ? null : payment.Refunded == payment.Amount ? "full" : "partial",
            ["captured"] = payment.Captured,
            ["description"] = "#" + payment.LinkId[(payment.LinkId.IndexOf('_') + 1)..],
            ["card_id"] = null,
            ["bank"] = "HDFC",
            ["vpa"] = null,
            ["email"] = payment.Email,
            ["contact"] = payment.Contact,
            ["notes"] = Notes(payment.Notes),
            ["fee"] = payment.Captured ? payment.Amount / 50 : null,
            ["tax"] = payment.Captured ? 0 : null,
            ["error_code"] = failed ? "BAD_REQUEST_ERROR" : null,
            ["error_description"] = failed ? "Your payment could not be completed. Try another account or method." : null,
            ["error_source"] = failed ? "customer" : null,
            ["error_step"] = failed ? "payment_authentication" : null,
            ["error_reason"] = failed ? payment.ErrorReason : null,
            ["acquirer_data"] = new JsonObject { ["bank_transaction_id"] = null },
            ["created_at"] = Seconds(payment.CreatedAt),
        };
    }

    public static JsonObject Write(RazorpayRefund refund) => new()
    {
        ["id"] = refund.Id,
        ["entity"] = "refund",
        ["amount"] = refund.Amount,
        ["currency"] = refund.Currency,
        ["payment_id"] = refund.PaymentId,
        ["notes"] = Notes(refund.Notes),
        ["receipt"] = refund.Receipt,
        ["acquirer_data"] = new JsonObject { ["arn"] = null },
        ["created_at"] = Seconds(refund.CreatedAt),
        ["batch_id"] = null,
        ["status"] = refund.Status,
        ["speed_processed"] = "normal",
        ["speed_requested"] = refund.Speed,
    };

    public static JsonObject Write(RazorpayDispute dispute) => new()
    {
        ["id"] = dispute.Id,
        ["entity"] = "dispute",
        ["payment_id"] = dispute.PaymentId,
        ["amount"] = dispute.Amount,
        ["currency"] = dispute.Currency,
        ["amount_deducted"] = dispute.Status == "lost" ? dispute.Amount : 0,
        ["reason_code"] = "goods_or_services_not_received_or_partially_received",
        ["respond_by"] = Seconds(dispute.CreatedAt + Duration.FromDays(7)),
        ["status"] = dispute.Status,
        ["created_at"] = Seconds(dispute.CreatedAt),
    };

    /// <summary>A list as Razorpay answers it, apart from payment links, which have their own.</summary>
    public static JsonObject Collection(IEnumerable<JsonObject> items)
    {
        var array = new JsonArray([.. items]);
        return new JsonObject { ["entity"] = "collection", ["count"] = array.Count, ["items"] = array };
    }

    /// <returns>Seconds since 1970; 0, not null, for what has not happened.</returns>
    public static long Seconds(Instant? instant) => instant?.ToUnixTimeSeconds() ?? 0;

    /// <summary>No notes are an empty list: PHP cannot tell it from an empty object.</summary>
    static JsonNode Notes(JsonObject? notes) => notes is { Count: > 0 } ? notes.DeepClone() : new JsonArray();

    static JsonObject WriteAttempt(RazorpayLink link, RazorpayPayment payment) => new()
    {
        ["amount"] = payment.Amount,
        ["created_at"] = Seconds(payment.CreatedAt),
        ["method"] = "netbanking",
        ["payment_id"] = payment.Id,
        ["plink_id"] = link.Id,
        ["status"] = payment.Status,
        ["updated_at"] = Seconds(payment.UpdatedAt),
    };
}
