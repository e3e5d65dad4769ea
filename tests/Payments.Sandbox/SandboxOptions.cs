namespace Payments.Sandbox;

/// <summary>How a sandbox is started. Every listener binds 127.0.0.1; port 0 takes a free one.</summary>
public sealed record SandboxOptions
{
    public int StripePort { get; init; }
    public int RazorpayPort { get; init; }
    public int PayTabsPort { get; init; }
    public int ControlPort { get; init; }

    /// <summary>Where the state is kept over a restart; null: in memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>An address on loopback that answers <c>{"now": "…"}</c>, asked every 500 ms; null: the sandbox's own clock.</summary>
    public Uri? ClockFrom { get; init; }

    /// <summary>The waits between deliveries are divided by it, 1 by default.</summary>
    public int RetryScale { get; init; } = 1;

    /// <summary>How long a receiver may take for a webhook, in real time.</summary>
    public TimeSpan DeliveryTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The machine's time, from which the sandbox's clock starts.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
