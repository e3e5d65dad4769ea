using Booking.Contracts;

namespace Booking.Drills.Storm;

/// <summary>What a payer, the desk and the provider do about one visit.</summary>
enum Story
{
    Happy,
    DeclinedThenPaid,
    NeverPaid,

    /// <summary>Money on its way that arrives in time.</summary>
    Slow,

    /// <summary>Money on its way that fails.</summary>
    SlowAndFails,

    /// <summary>Money that comes when the visit has ended unpaid and its time is still free.</summary>
    Late,

    /// <summary>The same, when another patient has the time.</summary>
    LateAndTaken,

    /// <summary>A further capture on a page that was paid.</summary>
    PaidTwice,

    /// <summary>The desk takes cash in the moment in which the patient pays on the page.</summary>
    DeskAndPage,
    CancelledUnpaid,
    CancelledPaid,

    /// <summary>The provider makes the refund, and its answer is lost.</summary>
    RefundAnswerLost,
    RefundPends,

    /// <summary>The provider takes the refund on and fails it later: people are told.</summary>
    RefundFails,

    /// <summary>As <see cref="RefundFails"/>, and the desk gives the money back once more.</summary>
    RefundFailsAndIsMadeAgain,

    /// <summary>The provider says paid, with another amount: people are told, and nothing is confirmed.</summary>
    PaidWrong,
}

/// <param name="Doctor">From 0, among those of the provider.</param>
/// <param name="Slot">From 0, among those of the doctor; no two cases have the same.</param>
/// <param name="ByDesk">Whether the desk cancels, and not the patient.</param>
sealed record StormCase(int Number, PaymentProvider Provider, int Doctor, int Slot, Story Story, bool ByDesk);

/// <summary>What will happen, as far as a seed can say it: threads, kills and the machine's speed add their own.</summary>
/// <param name="Doctors">Of each provider.</param>
sealed record StormPlan(int Seed, int Doctors, IReadOnlyList<StormCase> Cases)
{
    public static readonly IReadOnlyList<PaymentProvider> Providers = [PaymentProvider.Stripe, PaymentProvider.Razorpay, PaymentProvider.PayTabs];

    // PayTabs answers 15 queries a minute of a profile, so a doctor has only a few visits.
    const int VisitsOfADoctor = 6, PendingEvery = 4;

    /// <summary>Every story about as often, over all providers; the happy one three times as often.</summary>
    public static StormPlan Of(int seed, int bookings)
    {
        var random = new Random(seed);
        var doctors = Math.Max(2, bookings / Providers.Count / VisitsOfADoctor);
        Story[] stories = [Story.Happy, Story.Happy, .. Enum.GetValues<Story>()];
        var told = Enumerable.Range(0, bookings).Select(i => stories[i % stories.Length]).ToArray();
        random.Shuffle(told);
        return new(seed, doctors, [.. told.Select((story, i) => new StormCase(
            i, Providers[i % Providers.Count], Doctor(story, i / Providers.Count, doctors), i / Providers.Count, story, random.Next(2) == 0))]);
    }

    /// <summary>Whether all refunds of a doctor stay pending: of every fourth one.</summary>
    public static bool KeepsRefundsPending(int doctor) => doctor % PendingEvery == 0;

    static int Doctor(Story story, int turn, int doctors)
    {
        var fit = Enumerable.Range(0, doctors).Where(d => KeepsRefundsPending(d) == IsOfPendingRefunds(story)).ToList();
        return fit[turn % fit.Count];
    }

    static bool IsOfPendingRefunds(Story story) => story is Story.RefundPends or Story.RefundFails or Story.RefundFailsAndIsMadeAgain;
}
