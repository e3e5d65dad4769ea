using Booking.Contracts;
using NodaTime;

namespace Booking.Service.Appointments;

/// <summary>On whose side a visit is moved or ended. The doctor's side always gives everything back.</summary>
public enum Party
{
    Patient,
    Desk,
    Doctor,
    System,
}

/// <summary>What goes back when a visit is cancelled: a pure function of the policy as copied into it, the times and who cancels.</summary>
public static class CancellationRule
{
    /// <summary>A tier counts at its <c>hoursBefore</c> or more; below the last tier nothing; without a policy everything until the start.</summary>
    /// <param name="most">What a move has left of it at most, in percent; the doctor's side is not bound by it.</param>
    public static (int Percent, string Rule) RefundPercent(DoctorPolicy? policy, Instant start, Instant now, Party by, int most = 100)
    {
        if (by == Party.Doctor)
        {
            return (100, "Cancelled by the doctor: everything goes back.");
        }

        var (percent, rule) = ByTime(policy, start, now);
        return percent <= most ? (percent, rule) : (most, $"The visit was moved when {most} % would have gone back, so no more than that goes back.");
    }

    static (int Percent, string Rule) ByTime(DoctorPolicy? policy, Instant start, Instant now)
    {
        var before = start - now;
        if (policy is null)
        {
            return before > Duration.Zero ? (100, "Until the start everything goes back.") : (0, "After the start nothing goes back.");
        }

        var tier = policy.Cancellation.Where(t => before >= Duration.FromHours(t.HoursBefore)).MaxBy(t => t.HoursBefore);
        return tier is null
            ? (0, "Too late for any refund.")
            : (tier.RefundPercent, $"{tier.HoursBefore} hours or more before the start {tier.RefundPercent} % goes back.");
    }
}
