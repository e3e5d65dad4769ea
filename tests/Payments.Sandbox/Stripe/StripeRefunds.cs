using System.Globalization;
using System.Text.Json.Nodes;

namespace Payments.Sandbox;

/// <summary>Gives money back, and lets a refund succeed or fail later.</summary>
static class StripeRefunds
{
    /// <exception cref="StripeException">There is nothing to refund, or not as much.</exception>
    public static StripeRefund Create(StripeBook book, StripeMerchant merchant, JsonObject form)
    {
        var charge = Charge(book, merchant, form);
        var text = StripeForm.Get(form, "amount");
        long? amount = text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
        return Give(book, charge, amount, StripeForm.Get(form, "reason"), StripeForm.Texts(form["metadata"]));
    }

    /// <param name="amount">Null: all that is left.</param>
    /// <exception cref="StripeException">There is nothing to refund, or not as much.</exception>
    public static StripeRefund Give(StripeBook book, StripeCharge charge, long? amount, string? reason, Dictionary<string, string> metadata)
    {
        var left = charge.Amount - charge.Refunded;
        if (left == 0)
            throw new StripeException(StripeError.Refused($"Charge {charge.Id} has already been refunded.", "charge_already_refunded"));
        if (charge.Disputed && book.State.Disputes.Values.Any(d => d.Charge == charge.Id && d.Status != "won"))
            throw new StripeException(StripeError.Refused($"Charge {charge.Id} has been charged back; cannot issue a refund.", "charge_disputed"));
        if (amount is < 1)
            throw new StripeException(StripeError.Invalid("Invalid positive integer", "amount", "parameter_invalid_integer"));
        if (amount is { } wanted) StripeAmounts.Multiple(wanted, charge.Currency, "amount");
        if (amount > left)
            throw new StripeException(StripeError.Refused(
                $"Refund amount ({StripeAmounts.Written(amount.Value, charge.Currency)}) is greater than unrefunded amount on charge "
                + $"({StripeAmounts.Written(left, charge.Currency)})", param: "amount"));
        return Given(book, charge, amount ?? left, reason, metadata);
    }

    /// <exception cref="SandboxRefusedException">It is over already.</exception>
    public static void Act(StripeBook book, StripeRefund refund, RefundAction action)
    {
        if (refund.Status is "failed" or "canceled" || (refund.Status == "succeeded" && action == RefundAction.Succeed))
            throw new SandboxRefusedException($"the refund is {refund.Status}");
        var previous = new JsonObject { ["status"] = refund.Status };
        if (action == RefundAction.Succeed)
        {
            refund.Status = "succeeded";
        }
        else
        {
            refund.Status = "failed";
            refund.Failure = "expired_or_canceled_card";
            book.State.Charges[refund.Charge].Refunded -= refund.Amount;
            book.Emit("refund.failed", refund);
        }

        book.Emit("refund.updated", refund, previous);
        book.Emit("charge.refund.updated", refund, previous.DeepClone().AsObject());
    }

    static StripeRefund Given(StripeBook book, StripeCharge charge, long amount, string? reason, Dictionary<string, string> metadata)
    {
        var refund = new StripeRefund
        {
            Id = World.NewId("re_3", 23),
            Account = charge.Account,
            Created = book.Now,
            Amount = amount,
            Currency = charge.Currency,
            Status = book.State.Pending.Contains(charge.Account) ? "pending" : "succeeded",
            Metadata = metadata,
            Charge = charge.Id,
            Intent = charge.Intent,
            Reason = reason,
        };
        book.State.Refunds.Add(refund.Id, refund);
        charge.Refunded += amount;
        book.Emit("refund.created", refund);
        book.Emit("charge.refunded", charge);
        return refund;
    }

    static StripeCharge Charge(StripeBook book, StripeMerchant merchant, JsonObject form)
    {
        if (StripeForm.Get(form, "charge") is { } id)
            return Charged(StripeBook.Find(book.State.Charges, merchant.Id, id, "charge", "charge"), $"Charge {id} has not been captured.");
        var intentId = StripeForm.Get(form, "payment_intent") ?? throw new StripeException(StripeError.Invalid(
            "One of the following params should be provided for this request: payment_intent or charge.", null));
        var intent = StripeBook.Find(book.State.Intents, merchant.Id, intentId, "payment_intent", "payment_intent");
        return Charged(
            intent.Charge is { } latest ? book.State.Charges[latest] : null,
            $"This PaymentIntent ({intentId}) does not have a successful charge to refund.");
    }

    static StripeCharge Charged(StripeCharge? charge, string otherwise) =>
        charge is { Status: "succeeded", Captured: true } ? charge : throw new StripeException(StripeError.Refused(otherwise));
}
