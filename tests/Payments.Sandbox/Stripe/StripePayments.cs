namespace Payments.Sandbox;

/// <summary>What payers and their banks do to a session: the payment intent is made with the first attempt.</summary>
static class StripePayments
{
    /// <exception cref="SandboxRefusedException">The real one would not let it happen in this state.</exception>
    public static void Act(StripeBook book, StripeSession session, CheckoutAction action, Money? money)
    {
        switch (action)
        {
            case CheckoutAction.Pay:
                Pay(book, Open(session));
                break;
            case CheckoutAction.PayWrong:
                Lie(book, Open(session), money ?? throw new SandboxRefusedException("pay-wrong needs the money that is to be claimed"));
                Pay(book, session);
                break;
            case CheckoutAction.Decline:
                Decline(book, Open(session));
                break;
            case CheckoutAction.Cancel:
                Open(session); // The payer goes back to the merchant; the page stays open until it expires.
                break;
            case CheckoutAction.Expire:
                StripeSessions.Expire(book, Open(session));
                break;
            case CheckoutAction.Hold:
                Hold(book, Open(session));
                break;
            case CheckoutAction.Settle:
                Settle(book, session, Processing(book, session));
                break;
            case CheckoutAction.Fail:
                Fail(book, session, Processing(book, session));
                break;
            default:
                throw new SandboxRefusedException("Stripe takes money once for a session, and never for one that has ended");
        }
    }

    static void Pay(StripeBook book, StripeSession session)
    {
        var intent = StripeIntents.Of(book, session);
        var charge = StripeIntents.Charge(book, intent, "succeeded");
        session.Status = "complete";
        intent.Declined = false;
        if (session.CaptureMethod == "manual")
        {
            intent.Status = "requires_capture";
            book.Emit("payment_intent.amount_capturable_updated", intent);
        }
        else
        {
            charge.Captured = true;
            session.Paid = true;
            StripeIntents.Succeed(intent, charge);
            book.Emit("charge.succeeded", charge);
            book.Emit("payment_intent.succeeded", intent);
        }

        book.Emit("checkout.session.completed", session);
    }

    static void Lie(StripeBook book, StripeSession session, Money money)
    {
        var intent = StripeIntents.Of(book, session);
        session.Amount = intent.Amount = money.Amount;
        session.Currency = intent.Currency = money.Currency.ToLowerInvariant();
    }

    static void Decline(StripeBook book, StripeSession session)
    {
        var intent = StripeIntents.Of(book, session);
        var charge = StripeIntents.Charge(book, intent, "failed");
        intent.Status = "requires_payment_method";
        intent.Declined = true;
        book.Emit("charge.failed", charge);
        book.Emit("payment_intent.payment_failed", intent);
    }

    static void Hold(StripeBook book, StripeSession session)
    {
        var intent = StripeIntents.Of(book, session);
        var charge = StripeIntents.Charge(book, intent, "pending");
        charge.Captured = true;
        session.Status = "complete";
        intent.Status = "processing";
        book.Emit("charge.pending", charge);
        book.Emit("payment_intent.processing", intent);
        book.Emit("checkout.session.completed", session);
    }

    static void Settle(StripeBook book, StripeSession session, StripeIntent intent)
    {
        var charge = book.State.Charges[intent.Charge!];
        session.Paid = true;
        StripeIntents.Succeed(intent, charge);
        book.Emit("charge.succeeded", charge);
        book.Emit("payment_intent.succeeded", intent);
        book.Emit("checkout.session.async_payment_succeeded", session);
    }

    static void Fail(StripeBook book, StripeSession session, StripeIntent intent)
    {
        var charge = book.State.Charges[intent.Charge!];
        charge.Status = "failed";
        charge.Captured = false;
        intent.Status = "requires_payment_method";
        intent.Declined = true;
        book.Emit("charge.failed", charge);
        book.Emit("payment_intent.payment_failed", intent);
        book.Emit("checkout.session.async_payment_failed", session);
    }

    static StripeSession Open(StripeSession session) =>
        session.Status == "open" ? session : throw new SandboxRefusedException($"the session is {session.Status}");

    static StripeIntent Processing(StripeBook book, StripeSession session) =>
        session.Intent is { } id && book.State.Intents[id] is { Status: "processing" } intent
            ? intent
            : throw new SandboxRefusedException("nothing is on its way");
}
