namespace Payments.Sandbox;

public enum FaultKind
{
    /// <summary>The work is done; the connection is aborted before any byte of the answer.</summary>
    DropResponse,

    /// <summary>The connection is aborted before the work.</summary>
    DropRequest,

    /// <summary>The work is done; the answer waits, and the request stays in progress.</summary>
    Delay,

    /// <summary>Too many requests, with <c>Retry-After</c>; nothing is done.</summary>
    Status429,

    /// <summary>The provider's own server error; nothing is done. Stripe replays it under the same key.</summary>
    Status500,

    /// <summary>A gateway's error page; nothing is done.</summary>
    Status502,

    /// <summary>The work is done; the body of the answer is cut in half.</summary>
    Unreadable2xx,

    /// <summary>The work is done; after the status line the rest of the answer waits.</summary>
    SlowHeaders,
}

/// <summary>Something that shall go wrong.</summary>
/// <param name="Operation"><see cref="SandboxOperation.Any"/>: every API request, but no page.</param>
/// <param name="Times">How many requests it meets, 1 by default.</param>
/// <param name="Wait">In real time, for the kinds that wait and for <c>Retry-After</c> in whole seconds; 1 s by default.</param>
public sealed record Fault(PaymentProvider Provider, SandboxOperation Operation, FaultKind Kind, int Times = 1, TimeSpan? Wait = null)
{
    public TimeSpan Pause => Wait ?? TimeSpan.FromSeconds(1);
}

/// <summary>The faults to come; of several that fit, the one that was added first is met first.</summary>
public sealed class FaultPlan
{
    readonly Lock gate = new();
    readonly List<Fault> faults = [];

    public void Add(Fault fault)
    {
        lock (gate) faults.Add(fault);
    }

    public void Clear()
    {
        lock (gate) faults.Clear();
    }

    /// <returns>Null when the request shall go well.</returns>
    public Fault? Take(PaymentProvider provider, SandboxOperation operation)
    {
        if (operation == SandboxOperation.Page) return null;
        lock (gate)
        {
            var at = faults.FindIndex(f => f.Provider == provider && (f.Operation == SandboxOperation.Any || f.Operation == operation));
            if (at < 0) return null;
            var fault = faults[at];
            if (fault.Times > 1)
                faults[at] = fault with { Times = fault.Times - 1 };
            else
                faults.RemoveAt(at);
            return fault;
        }
    }
}
