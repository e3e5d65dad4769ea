using System.Net;
using Booking.Contracts;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>One case under way: who the patient is, what was accepted, and what happens to it at each stage.</summary>
sealed class StormVisit(DrillGround ground, StormClinic clinic, StormCase one)
{
    readonly BookingClient patient = ground.Patient();

    public StormCase Case => one;

    /// <summary>The visit as it was accepted; null when it was not.</summary>
    public AppointmentAnswer? Accepted { get; private set; }

    /// <summary>What the storm meant to do and could not, because the provider's state forbade it or there was no page.</summary>
    public List<string> NotDone { get; } = [];

    /// <summary>Who took the time of a visit that had lapsed; null when nobody did.</summary>
    public StormVisit? Successor { get; private set; }

    public async Task Book(PaymentProvider? provider = null)
    {
        var hold = await ground.Insist(key => patient.Hold(new(clinic.Doctor(one), clinic.Start(one), AppointmentType.Standard), key));
        if (hold.Body is not { } held)
        {
            NotDone.Add($"hold: {hold.Problem?.Code}");
            return;
        }

        var booked = await ground.Insist(key => patient.Book(new(held.Id, provider ?? one.Provider), key));
        Accepted = booked.Body;
        if (Accepted is null)
            NotDone.Add($"book: {booked.Problem?.Code}");
    }

    /// <summary>Right after the page has opened.</summary>
    public Task First() => one.Story switch
    {
        Story.DeclinedThenPaid => On(CheckoutAction.Decline),
        Story.NeverPaid => one.ByDesk ? On(CheckoutAction.Cancel) : Task.CompletedTask,
        Story.Slow or Story.SlowAndFails => On(CheckoutAction.Hold),
        Story.Late or Story.LateAndTaken => one.Provider == PaymentProvider.Stripe ? On(CheckoutAction.Hold) : Task.CompletedTask,
        Story.DeskAndPage => Task.WhenAll(Cash(), On(CheckoutAction.Pay)),
        Story.CancelledUnpaid => Cancel(),
        Story.PaidWrong => On(CheckoutAction.PayWrong, new(one.Number % 2 == 0 ? 15_000 : 25_000, "USD")),
        _ => On(CheckoutAction.Pay),
    };

    /// <summary>A few minutes later.</summary>
    public Task Second() => one.Story switch
    {
        Story.DeclinedThenPaid => PayAnew(),
        Story.Slow => On(CheckoutAction.Settle),
        Story.SlowAndFails => On(CheckoutAction.Fail),
        Story.PaidTwice => one.Provider == PaymentProvider.Stripe ? Task.CompletedTask : On(CheckoutAction.SecondCapture),
        Story.CancelledUnpaid => On(CheckoutAction.Pay),
        Story.CancelledPaid or Story.RefundAnswerLost or Story.RefundPends or Story.RefundFails or Story.RefundFailsAndIsMadeAgain => Cancel(),
        _ => Task.CompletedTask,
    };

    /// <summary>When every deadline has passed.</summary>
    public async Task Third()
    {
        if (one.Story == Story.LateAndTaken)
            await BeSucceeded();
        if (one.Story is Story.Late or Story.LateAndTaken)
            await On(one.Provider == PaymentProvider.Stripe ? CheckoutAction.Settle : CheckoutAction.LateCapture);
    }

    /// <summary>Pending refunds end, well or badly. What was asked for later ends at the next call.</summary>
    public void EndRefunds()
    {
        foreach (var refund in Ledger().SelectMany(entry => entry.Refunds).Where(r => r.Pending))
            ground.Providers.Refund(refund.Id, one.Story is Story.RefundFails or Story.RefundFailsAndIsMadeAgain ? RefundAction.Fail : RefundAction.Succeed);
    }

    /// <summary>The desk sends once more what did not go back.</summary>
    public async Task RefundAgain()
    {
        var answer = await ground.Insist(key => ground.Desk().RefundPayment(Accepted!.Payment!.Id, new("Once more"), key));
        if (answer.Body is null)
            NotDone.Add($"refund again: {answer.Problem?.Code}");
    }

    /// <summary>What the provider has taken for this visit.</summary>
    public IEnumerable<LedgerEntry> Ledger() => Accepted?.Payment is { } payment
        ? ground.Providers.Ledger.Where(entry => StormAudit.PaymentOf(entry) == payment.Id)
        : [];

    async Task BeSucceeded()
    {
        Successor = new(ground, clinic, one with { Story = Story.Happy });
        await Successor.Book(PaymentProvider.Manual);
        if (Successor.Accepted is not null)
            await Successor.Cash();
    }

    async Task PayAnew()
    {
        var answer = await ground.Insist(key => patient.NewCheckout(Accepted!.Payment!.Id, new(), key));
        if (answer.Status != HttpStatusCode.OK)
            NotDone.Add($"new page: {answer.Problem?.Code}");
        await On(CheckoutAction.Pay);
    }

    async Task Cash()
    {
        var answer = await ground.Insist(key => ground.Desk().PayManually(Accepted!.Payment!.Id, new(Accepted!.Due, ManualMethod.Cash, $"receipt {one.Number}"), key));
        if (answer.Body is null)
            NotDone.Add($"cash: {answer.Problem?.Code}");
    }

    async Task Cancel()
    {
        var answer = await ground.Insist(key => (one.ByDesk ? ground.Desk() : patient).Cancel(Accepted!.Id, new("Changed my mind"), idempotencyKey: key));
        if (answer.Body is null)
            NotDone.Add($"cancel: {answer.Problem?.Code}");
    }

    async Task On(CheckoutAction action, Money? money = null)
    {
        if (await ground.Page(Accepted!.Payment!.Id) is not { } page)
        {
            NotDone.Add($"{action}: no page");
            return;
        }

        try
        {
            ground.Providers.Checkout(page, action, money);
        }
        catch (SandboxRefusedException refused)
        {
            NotDone.Add($"{action}: {refused.Message}");
        }
    }
}
