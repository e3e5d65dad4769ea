namespace Payments.Adapters;

/// <summary>Where the providers are and how patient the calls to them. The defaults are for real providers.</summary>
public sealed record GatewayOptions
{
    /// <summary>Stripe's API; default its own.</summary>
    public Uri Stripe { get; init; } = new("https://api.stripe.com/");

    /// <summary>Razorpay's API; default its own.</summary>
    public Uri Razorpay { get; init; } = new("https://api.razorpay.com/");

    /// <summary>One address in place of all regions of PayTabs; default null, which means each region's own host.</summary>
    public Uri? PayTabs { get; init; }

    /// <summary>For each send of a call that may be sent again, connecting included. Default 10 s.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For all sends of a call and the pauses between them; for the only send of one that is sent once, as nothing else ends its doubt. Default 30 s.</summary>
    public TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For connecting; less than <see cref="AttemptTimeout"/>, so that what was never sent is known. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The first pause before another send, doubled for the next, with jitter. Default 0.5 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause, and the longest that a provider may ask for and still be obeyed within a call. Default 5 s.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Calls within 30 s before a provider's circuit may open, which it does when half of them fail, for 15 s. Default 10, at least
    /// 2.
    /// </summary>
    public int CircuitThroughput { get; init; } = 10;

    /// <summary>Reads that one PayTabs profile may ask for in a minute; the provider refuses beyond 20. Default 15.</summary>
    public int PayTabsQueriesPerMinute { get; init; } = 15;
}
