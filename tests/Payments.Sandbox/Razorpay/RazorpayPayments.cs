using System.Text.Json;

namespace Payments.Sandbox;

/// <summary>Payments and the orders behind links: <c>/v1/payments</c>, <c>/v1/orders</c>, <c>/v1/disputes</c>.</summary>
public static class RazorpayPayments
{
    public static RazorpayAnswer Get(RazorpayWork work, string id) =>
        work.Payment(id) is { } payment ? RazorpayJson.Write(payment) : RazorpayAnswer.NoSuchId;

    public static RazorpayAnswer GetOrder(RazorpayWork work, string id) =>
        work.Order(id) is { } order ? RazorpayJson.Write(order) : RazorpayAnswer.NoSuchId;

    /// <summary>Every attempt under an order, in whatever state.</summary>
    public static RazorpayAnswer OfOrder(RazorpayWork work, string id) =>
        work.Order(id) is { } order ? RazorpayJson.Collection(work.PaymentsOf(order.Id).Select(RazorpayJson.Write)) : RazorpayAnswer.NoSuchId;

    /// <summary>Takes authorised money: all of it, in its currency, once.</summary>
    public static RazorpayAnswer Capture(RazorpayWork work, string id, JsonElement body)
    {
        var fields = new RazorpayFields(body, "amount", "currency");
        var (amount, currency) = (fields.Integer("amount"), fields.Text("currency", 3) ?? "INR");
        if (!fields.Has("amount")) fields.Refuse("The amount field is required.", "amount");
        if (fields.Refusal is { } refusal) return refusal;
        if (work.Payment(id) is not { } payment) return RazorpayAnswer.NoSuchId;
        if (payment.Captured) return RazorpayAnswer.Bad("This payment has already been captured");
        if (payment.Status != "authorized")
            return RazorpayAnswer.Bad("Only payments which have been authorized and not yet captured can be captured");
        if (payment.Amount != amount) return RazorpayAnswer.Bad("Capture amount must be equal to the amount authorized", "amount");
        if (payment.Currency != currency) return RazorpayAnswer.Bad("Payment currency does not match the currency authorized", "currency");
        RazorpayAttempts.Capture(work, payment);
        return RazorpayJson.Write(payment);
    }

    public static RazorpayAnswer Disputes(RazorpayWork work, RazorpayPaging paging) =>
        RazorpayJson.Collection(paging.Of(work.State.Disputes.Values
            .Where(dispute => dispute.Account == work.Account)
            .OrderByDescending(dispute => dispute.Number), dispute => dispute.CreatedAt).Select(RazorpayJson.Write));

    public static RazorpayAnswer GetDispute(RazorpayWork work, string id) =>
        work.Dispute(id) is { } dispute ? RazorpayJson.Write(dispute) : RazorpayAnswer.NoSuchId;
}
