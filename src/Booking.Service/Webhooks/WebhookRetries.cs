using NodaTime;

namespace Booking.Service.Webhooks;

/// <summary>The example schedule of the Standard Webhooks specification, a tenth more or less each time, so that what failed together does not come back together.</summary>
static class WebhookRetries
{
    /// <summary>An endpoint that has taken nothing for so long is disabled.</summary>
    public static readonly Duration Patience = Duration.FromDays(5);

    static readonly Duration[] Waits =
    [
        Duration.FromSeconds(5), Duration.FromMinutes(5), Duration.FromMinutes(30), Duration.FromHours(2), Duration.FromHours(5), Duration.FromHours(10),
        Duration.FromHours(14), Duration.FromHours(20), Duration.FromHours(24),
    ];

    /// <param name="failed">How many retries have failed already: 0 after the first attempt.</param>
    /// <param name="random">In [0, 1).</param>
    /// <returns>Null when it is given up.</returns>
    public static Duration? After(int failed, double random) => failed < Waits.Length ? Waits[failed] * (0.9 + 0.2 * random) : null;
}
