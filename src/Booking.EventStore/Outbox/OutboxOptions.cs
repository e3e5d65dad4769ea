using NodaTime;

namespace Booking.EventStore.Outbox;

/// <summary>How the outbox works. The defaults are what a clinic needs; tests shorten them.</summary>
public sealed record OutboxOptions
{
    /// <summary>Messages handled at the same time in one process: 1 to 20, default 8.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How long a taken message belongs to its taker, in the database's time: default 30 s.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a handler may take. With a second of grace it must end within the lease: default 20 s.</summary>
    public TimeSpan HandlerTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often to look without having been told: default 1 s.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stopping process waits for what runs; keep it under the host's own shutdown timeout. Default 10 s.</summary>
    public TimeSpan ShutdownBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The most that the first retry waits; each further one doubles it. Default 1 s.</summary>
    public Duration FirstBackoff { get; init; } = Duration.FromSeconds(1);

    /// <summary>The most that any retry waits. Default 10 min.</summary>
    public Duration MaxBackoff { get; init; } = Duration.FromMinutes(10);

    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Full jitter: anywhere between nothing and the bound, so that what failed together does not come back together.</summary>
    /// <param name="attempt">The attempt that has failed, from 1.</param>
    /// <param name="random">In [0, 1).</param>
    internal Duration Backoff(int attempt, double random) =>
        random * Duration.Min(MaxBackoff, FirstBackoff * Math.Pow(2, Math.Min(attempt - 1, 30)));

    /// <exception cref="ArgumentOutOfRangeException">A value is outside its bounds.</exception>
    internal OutboxOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Concurrency, 20);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(HandlerTimeout, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Lease, HandlerTimeout + Grace, nameof(Lease));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Poll, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(ShutdownBudget, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstBackoff, Duration.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackoff, FirstBackoff);
        return this;
    }
}
