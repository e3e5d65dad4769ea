using System.Diagnostics.Metrics;

namespace Booking.Service.Metrics;

/// <summary>
/// What this service counts, beside what the store, the outbox, the adapters and the platform do. Tags are sets that the code bounds: a code, a provider, a role; never an
/// id, a name or an address. docs/operations.md has them in a table, which a test compares with this.
/// </summary>
static class BookingMeter
{
    public const string Name = "Booking.Service";

    public static readonly Meter Meter = new(Name);

    static readonly double[] ToConfirm = [1, 5, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400];

    public static readonly Counter<long> HoldsMade = Count("holds.made", "{hold}", "Slots that were held, by type and by how it came about.");
    public static readonly Counter<long> HoldsEnded = Count("holds.ended", "{hold}", "Holds that came to their end, by how.");
    public static readonly Counter<long> Refusals = Count("refusals", "{refusal}", "Requests that a rule refused, by its code and the route.");

    public static readonly Counter<long> Requested = Count("appointments.requested", "{appointment}", "Visits that were booked, by who booked and by provider.");
    public static readonly Counter<long> Confirmed = Count("appointments.confirmed", "{appointment}", "Visits that were confirmed, by provider.");
    public static readonly Counter<long> Cancelled = Count("appointments.cancelled", "{appointment}", "Visits that were called off, by who and why.");
    public static readonly Counter<long> Moved = Count("appointments.moved", "{appointment}", "Visits that were moved, by who.");
    public static readonly Counter<long> Closed = Count("appointments.closed", "{appointment}", "Visits that took place or were missed.");
    public static readonly Counter<long> Reinstated = Count("appointments.reinstated", "{appointment}", "Visits that stand again because late money came.");

    public static readonly Histogram<double> ConfirmDuration = Meter.CreateHistogram<double>(
        "booking.appointments.confirm.duration", "s", "From the request of a visit to its confirmation, by provider.",
        advice: new() { HistogramBucketBoundaries = ToConfirm });

    public static readonly Counter<long> Captured = Count("payments.captured", "{payment}", "Money that came in, by provider.");
    public static readonly Counter<long> Late = Count("payments.late", "{payment}", "Money that came in after its visit had ended unpaid, by provider.");
    public static readonly Counter<long> Expired = Count("payments.expired", "{payment}", "Payments that nobody made in time, by provider.");
    public static readonly Counter<long> RefundsRequested = Count("refunds.requested", "{refund}", "Refunds that were decided, by provider and reason.");
    public static readonly Counter<long> RefundsSucceeded = Count("refunds.succeeded", "{refund}", "Refunds that arrived, by provider.");
    public static readonly Counter<long> RefundsFailed = Count("refunds.failed", "{refund}", "Refunds that failed at the provider, by provider.");
    public static readonly Counter<long> Disputes = Count("disputes.opened", "{dispute}", "Captures that the payer's bank asked back, by provider.");
    public static readonly Counter<long> AnomaliesFound = Count("anomalies.found", "{anomaly}", "Matters of money that people must look at, by kind.");

    public static readonly Histogram<double> ProviderWebhooks = Meter.CreateHistogram<double>(
        "booking.provider.webhook.duration", "s", "From a provider's notification to our answer, by provider and outcome.",
        advice: new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    public static readonly Counter<long> ReconcilerAsked = Count("reconciler.asked", "{payment}", "Payments that the reconciler compared with their provider, by outcome.");
    public static readonly Counter<long> ReconcilerFound = Count("reconciler.found", "{event}", "Events that only the reconciler brought to light or drove on, by type.");

    public static readonly Counter<long> WaitlistJoins = Count("waitlist.joined", "{entry}", "Patients who began to wait.");
    public static readonly Counter<long> WaitlistOffers = Count("waitlist.offers", "{offer}", "Freed times that were offered to who waits.");
    public static readonly Counter<long> WaitlistOffersEnded = Count("waitlist.offers.ended", "{offer}", "Offers that came to their end, by how.");

    public static readonly Counter<long> Notices = Count("notices", "{message}", "Mails and SMS, by channel and outcome.");
    public static readonly Counter<long> Deliveries = Count("webhook.deliveries", "{attempt}", "Attempts to tell an integrator, by outcome.");

    public static readonly Counter<long> Reads = Count("reads", "{read}", "Public reads while replicas are in use, by who answered and why.");

    public static readonly Histogram<double> Work = Meter.CreateHistogram<double>(
        "booking.work.duration", "s", "One round of what is done again and again, by work and outcome.",
        advice: new() { HistogramBucketBoundaries = [0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60] });

    public static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    static Counter<long> Count(string name, string unit, string description) => Meter.CreateCounter<long>($"booking.{name}", unit, description);
}
