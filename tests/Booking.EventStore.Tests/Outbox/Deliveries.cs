using System.Collections.Concurrent;
using Booking.EventStore.Outbox;

namespace Booking.EventStore.Tests.Outbox;

/// <summary>Remembers what was delivered, and lets a test await the n-th.</summary>
sealed class Deliveries(int awaited = 1)
{
    readonly ConcurrentQueue<(Step Step, MessageContext Context)> _all = new();
    readonly ConcurrentDictionary<int, TaskCompletionSource> _reached = new();
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
        Source(Interlocked.Increment(ref _count)).SetResult();
    }

    public Task Reached() => Reached(awaited);

    public Task Reached(int count) => Source(count).Task.WaitAsync(OutboxRig.Patience);

    TaskCompletionSource Source(int count) =>
        _reached.GetOrAdd(count, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
