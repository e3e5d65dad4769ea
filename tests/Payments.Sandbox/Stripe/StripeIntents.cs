namespace Payments.Sandbox;

/// <summary>Payment intents and their charges.</summary>
static class StripeIntents
{
    /// <summary>Takes money that was only authorised.</summary>
    /// <exception cref="StripeException">It is not authorised, or less.</exception>
    public static void Capture(StripeBook book, StripeIntent intent, long? amount)
    {
        if (intent.Status != "requires_capture")
            throw new StripeException(StripeError.Refused(
                $"This PaymentIntent could not be captured because it has a status of {intent.Status}. Only a PaymentIntent with one of the following "
                + "statuses may be captured: requires_capture.", "payment_intent_unexpected_state"));
        if (amount is < 1 || amount > intent.Amount)
            throw new StripeException(StripeError.Refused("The requested capture amount is greater than the authorized amount.", "amount_too_large", "amount_to_capture"));
        var charge = book.State.Charges[intent.Charge!];
        charge.Amount = amount ?? charge.Amount;
        charge.Captured = true;
        Succeed(intent, charge);
        var session = book.State.Sessions[intent.Session];
        session.Paid = true;
        book.Emit("charge.captured", charge);
        book.Emit("payment_intent.succeeded", intent);
    }

    /// <summary>The charge arrives.</summary>
    public static void Succeed(StripeIntent intent, StripeCharge charge)
    {
        charge.Status = "succeeded";
        intent.Status = "succeeded";
        intent.Received = charge.Amount;
    }

    /// <summary>The session's intent, made now when this is the first attempt.</summary>
    public static StripeIntent Of(StripeBook book, StripeSession session)
    {
        if (session.Intent is { } id) return book.State.Intents[id];
        var intent = new StripeIntent
        {
            Id = World.NewId("pi_3", 23),
            Account = session.Account,
            Created = book.Now,
            Amount = session.Amount,
            Currency = session.Currency,
            Status = "requires_payment_method",
            Metadata = new(session.IntentMetadata),
            Session = session.Id,
            CaptureMethod = session.CaptureMethod,
        };
        book.State.Intents.Add(intent.Id, intent);
        session.Intent = intent.Id;
        book.Emit("payment_intent.created", intent);
        return intent;
    }

    /// <summary>One attempt to pay.</summary>
    public static StripeCharge Charge(StripeBook book, StripeIntent intent, string status)
    {
        var charge = new StripeCharge
        {
            Id = World.NewId("ch_3", 23),
            Account = intent.Account,
            Created = book.Now,
            Amount = intent.Amount,
            Currency = intent.Currency,
            Status = status,
            Metadata = new(intent.Metadata),
            Intent = intent.Id,
        };
        book.State.Charges.Add(charge.Id, charge);
        intent.Charge = charge.Id;
        return charge;
    }
}
