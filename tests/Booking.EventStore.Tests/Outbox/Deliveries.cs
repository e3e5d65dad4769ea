using System.Collections.Concurrent;
using Booking.EventStore.Outbox;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>Remembers what was delivered, and lets a test await the n-th.</summary>
sealed class Deliveries(int awaited)
{
    readonly ConcurrentQueue<(Step Step, MessageContext Context)> _all = new();
    readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _count;

    public IReadOnlyList<(Step Step, MessageContext Context)> All => [.. _all];
    public int[] Numbers => [.. _all.Select(d => d.Step.Number)];

    public Task Handle(Step step, MessageContext context, CancellationToken ct)
    {
        Add(step, context);
        return Task.CompletedTask;
    }

    public void Add(Step step, MessageContext context)
    {
        _all.Enqueue((step, context));
        if (Interlocked.Increment(ref _count) == awaited)
        {
            _reached.SetResult();
        }
    }

    public Task Reached() => _reached.Task.WaitAsync(OutboxRig.Patience);
}
