using System.Text.Json;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Refunds: <c>/v1/payments/{id}/refund</c> and <c>/v1/refunds</c>.</summary>
public static class RazorpayRefunds
{
    const int OldestMonths = 6;
    const int ShortestKey = 10;

    /// <summary>
    /// Gives money back, at most once for each idempotency key: the same request again gets the first answer, another one under the same
    /// key is refused. A refusal is not remembered, so the key may be used again after it.
    /// </summary>
    /// <param name="key">The header <c>X-Refund-Idempotency</c>; without it every request is a refund of its own.</param>
    public static RazorpayAnswer Create(RazorpayWork work, string paymentId, JsonElement body, string? key)
    {
        if (key is null) return Make(work, paymentId, body);
        if (KeyRefusal(key) is { } refusal) return refusal;
        var (place, request) = (work.Account + " " + key, paymentId + " " + Canonical(body));
        if (work.State.Replays.TryGetValue(place, out var earlier))
            return earlier.Request == request
                ? new RazorpayAnswer(earlier.Status, JsonNode.Parse(earlier.Answer)!)
                : RazorpayAnswer.Conflict("Different request with the same idempotency key has already been processed.");
        var answer = Make(work, paymentId, body);
        if (answer.Succeeded) work.State.Replays.Add(place, new RazorpayReplay(request, answer.Status, answer.Body.ToJsonString()));
        return answer;
    }

    /// <summary>The answer while an earlier request under the same key is still at work; it differs from the other 409 by its words alone.</summary>
    public static RazorpayAnswer StillInProgress =>
        RazorpayAnswer.Conflict("Request with the same idempotency key is still in progress.");

    /// <returns>Null for at least ten letters, digits, hyphens or underscores.</returns>
    public static RazorpayAnswer? KeyRefusal(string key) =>
        key.Length < ShortestKey ? RazorpayAnswer.Bad("The idempotency key must be at least 10 characters.")
        : key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_') ? null
        : RazorpayAnswer.Bad("The idempotency key may only contain letters, numbers, hyphens and underscores.");

    public static RazorpayAnswer Get(RazorpayWork work, string id) =>
        work.Refund(id) is { } refund ? RazorpayJson.Write(refund) : RazorpayAnswer.NoSuchId;

    /// <summary>Newest first.</summary>
    public static RazorpayAnswer OfPayment(RazorpayWork work, string paymentId, RazorpayPaging paging) =>
        work.Payment(paymentId) is null
            ? RazorpayAnswer.NoSuchId
            : RazorpayJson.Collection(paging.Of(work.State.Refunds.Values
                .Where(refund => refund.PaymentId == paymentId)
                .OrderByDescending(refund => refund.Number), refund => refund.CreatedAt).Select(RazorpayJson.Write));

    /// <summary>The merchant gives money back in the dashboard: the same, without a request.</summary>
    /// <param name="amount">All that is left when null.</param>
    /// <returns>Whether the rules allow it.</returns>
    public static bool ByHand(RazorpayWork work, RazorpayPayment payment, long? amount)
    {
        using var body = JsonDocument.Parse(amount is null ? "{}" : $$"""{"amount":{{amount}}}""");
        return Make(work, payment.Id, body.RootElement).Succeeded;
    }

    /// <summary>The money arrived.</summary>
    /// <returns>False when it was decided before.</returns>
    public static bool Succeed(RazorpayWork work, RazorpayRefund refund)
    {
        if (refund.Status != "pending") return false;
        refund.Status = "processed";
        work.Tell("refund.processed", refund, work.Payment(refund.PaymentId)!);
        return true;
    }

    /// <summary>The money came back, even after it had seemed to arrive. It can be refunded anew.</summary>
    /// <returns>False when it had failed before.</returns>
    public static bool Fail(RazorpayWork work, RazorpayRefund refund)
    {
        if (refund.Status == "failed") return false;
        refund.Status = "failed";
        var payment = work.Payment(refund.PaymentId)!;
        payment.Refunded -= refund.Amount;
        payment.Status = "captured";
        work.Tell("refund.failed", refund, payment);
        return true;
    }

    static RazorpayAnswer Make(RazorpayWork work, string paymentId, JsonElement body)
    {
        var fields = new RazorpayFields(body, "amount", "speed", "receipt", "notes", "reverse_all");
        if (work.Payment(paymentId) is not { } payment) return RazorpayAnswer.NoSuchId;
        var refund = new RazorpayRefund
        {
            Id = RazorpayWork.NewId("rfnd"),
            Account = work.Account,
            Number = work.NextNumber(),
            PaymentId = payment.Id,
            Amount = fields.Has("amount") ? fields.Integer("amount") : payment.Amount - payment.Refunded,
            Currency = payment.Currency,
            Receipt = fields.Text("receipt", 40),
            Notes = fields.Notes(),
            Speed = fields.Text("speed", 10) ?? "normal",
            CreatedAt = work.Now,
        };
        Check(work, fields, payment, refund);
        if (fields.Refusal is { } refusal) return refusal;
        work.State.Refunds.Add(refund.Id, refund);
        payment.Refunded += refund.Amount;
        if (payment.Refunded == payment.Amount) payment.Status = "refunded";
        work.Tell("refund.created", refund, payment);
        if (!work.State.RefundsStayPending.Contains(work.Account)) Succeed(work, refund);
        return RazorpayJson.Write(refund);
    }

    static void Check(RazorpayWork work, RazorpayFields fields, RazorpayPayment payment, RazorpayRefund refund)
    {
        if (!payment.Captured) fields.Refuse("The payment status should be captured for action to be taken");
        if (payment.Refunded == payment.Amount) fields.Refuse("The payment has been fully refunded already");
        if (refund.Amount > payment.Amount - payment.Refunded)
            fields.Refuse("The total refund amount is greater than the refund payment amount", "amount");
        if (refund.Amount < 1) fields.Refuse("The amount must be atleast 1.", "amount");
        if (RazorpayAmounts.Digits(refund.Currency) == 3 && refund.Amount % 10 != 0)
            fields.Refuse("The amount must end in 0 for currencies with three decimals.", "amount");
        if (refund.Speed is not ("normal" or "optimum")) fields.Refuse("The selected speed is invalid.", "speed");
        if (payment.CreatedAt.InUtc().LocalDateTime.PlusMonths(OldestMonths) < work.Now.InUtc().LocalDateTime)
            fields.Refuse("Refund is not supported for payments that are more than 6 months old.");
    }

    /// <summary>The same whatever the order and spacing of the fields.</summary>
    static string Canonical(JsonElement body) => body.ValueKind != JsonValueKind.Object
        ? ""
        : string.Join(',', body.EnumerateObject().OrderBy(field => field.Name, StringComparer.Ordinal).Select(Canonical));

    static string Canonical(JsonProperty field) =>
        $"{field.Name}:{(field.Value.ValueKind == JsonValueKind.Object ? "{" + Canonical(field.Value) + "}" : field.Value.GetRawText())}";
}
