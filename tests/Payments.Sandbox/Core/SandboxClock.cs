namespace Payments.Sandbox;

/// <summary>The sandbox's own time: it starts as the machine's, can be set, and runs on from there.</summary>
public sealed class SandboxClock(TimeProvider real) : IClock
{
    readonly Lock gate = new();
    Duration offset = Duration.Zero;

    /// <summary>How far it stands from the machine's time; what has to be stored of it.</summary>
    public Duration Offset
    {
        get
        {
            lock (gate) return offset;
        }

        set
        {
            lock (gate) offset = value;
        }
    }

    /// <inheritdoc/>
    public Instant GetCurrentInstant() => Instant.FromDateTimeOffset(real.GetUtcNow()) + Offset;

    /// <summary>Sets it to a moment; it may go back.</summary>
    public void Set(Instant now) => Offset = now - Instant.FromDateTimeOffset(real.GetUtcNow());

    /// <summary>Moves it on.</summary>
    /// <param name="by">May be negative.</param>
    public void Advance(Duration by)
    {
        lock (gate) offset += by;
    }
}
