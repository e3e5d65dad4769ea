using Booking.Contracts;
using Payments.Sandbox;

namespace Booking.Drills.Storm;

/// <summary>What became of the visits of one story.</summary>
sealed class StormLine
{
    public int Visits { get; private set; }
    public int Confirmed { get; private set; }
    public int Ended { get; private set; }
    public int Captures { get; private set; }
    public int Refunds { get; private set; }

    /// <summary>Visits whose money is a matter for people.</summary>
    public int Told { get; private set; }

    /// <summary>What the storm meant to do and the state forbade.</summary>
    public int NotDone { get; set; }

    public int NotAccepted { get; set; }

    /// <summary>Counts a visit.</summary>
    /// <param name="ledger">All that its provider took for it.</param>
    /// <returns>What is wrong with its money.</returns>
    public IEnumerable<string> Count(StormCase one, StormAudit.Found found, IReadOnlyList<LedgerEntry> ledger)
    {
        Visits++;
        Captures += ledger.Count;
        Refunds += ledger.Sum(entry => entry.Refunds.Count);
        Told += found.Told.Length > 0 ? 1 : 0;
        if (found.Status == AppointmentStatus.Confirmed)
            Confirmed++;
        else if (found.Status is AppointmentStatus.Cancelled or AppointmentStatus.Refunded)
            Ended++;
        else
            yield return $"it is still {Wire.Name(found.Status)}";

        foreach (var kind in found.Told.Except(Allowed(one, found)))
            yield return $"people were told of {kind}, which nobody asked for";
        foreach (var entry in ledger.Where(entry => entry.Refunds.Any(r => r.Pending) || entry.GivenBack > entry.Captured.Amount))
            yield return $"{entry.Id}: {entry.GivenBack} of {entry.Captured.Amount} went back, {entry.Refunds.Count(r => r.Pending)} refunds are pending";

        // What came with another amount than was asked stands apart, whole, until a person has seen to it.
        var wrong = ledger.Where(entry => entry.Captured != new Money(found.Due, "USD")).ToList();
        if (wrong.Count > 0 && !found.Told.Contains("amount_differs"))
            yield return $"{wrong.Count} captures of another amount, and nobody was told";
        var kept = ledger.Except(wrong).Sum(entry => entry.Captured.Amount - entry.GivenBack) + found.Cash;
        var may = found.Status == AppointmentStatus.Confirmed ? found.Due : found.Fee;
        var isStuck = (found.Told.Contains("refund_failed") && one.Story == Story.RefundFails) || found.Told.Contains("refund_unresolved");
        var stuck = isStuck ? found.Due - (found.Status == AppointmentStatus.Confirmed ? 0 : found.Fee) : 0;
        if (kept != may + stuck)
            yield return $"{Wire.Name(found.Status)}, the clinic has {kept} and may have {may}{(stuck > 0 ? $" and {stuck} that did not go back" : "")}";
        if (found.Fee != 0 && (one.Doctor % 2 == 0 || found.Fee != found.Due / 2))
            yield return $"a fee of {found.Fee} is not the doctor's rule";
        if (one.Story is Story.Happy or Story.Slow && found.Status != AppointmentStatus.Confirmed && ledger.Count > 0)
            yield return $"it was paid and is {Wire.Name(found.Status)}";
    }

    static IEnumerable<string> Allowed(StormCase one, StormAudit.Found found)
    {
        // A provider that does not recognise a repeat and lost a refund twice leaves it to people, in any story.
        if (one.Provider == PaymentProvider.PayTabs && found.SentInVain > 0)
            yield return "refund_unresolved";
        if (one.Story == Story.PaidWrong)
            yield return "amount_differs";
        if (one.Story is Story.RefundFails or Story.RefundFailsAndIsMadeAgain)
            yield return "refund_failed";
    }
}
