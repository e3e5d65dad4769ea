using Booking.EventStore.Outbox;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class StoppingTests : OutboxTests
{
    readonly TaskCompletionSource _begun = new(), _mayEnd = new();

    [Fact]
    public async Task A_stopping_worker_lets_what_runs_come_to_its_end()
    {
        await Rig.Send(Ann, 1);
        await using var node = await Rig.Start(async (_, _, ct) =>
        {
            _begun.SetResult();
            await _mayEnd.Task.WaitAsync(ct);
        });
        await _begun.Task.WaitAsync(OutboxRig.Patience);

        var stop = node.Stop();
        await node.WaitsForTheRest.WaitAsync(OutboxRig.Patience);
        _mayEnd.SetResult();
        await stop;

        Assert.Equal(1, await Rig.Ask<int>("select attempts from outbox where sent_at is not null"));
    }

    [Fact]
    public async Task A_stopping_worker_gives_back_at_once_what_outlasts_its_budget()
    {
        await Rig.Send(Ann, 1);
        await using var node = await Rig.Start(
            async (_, _, ct) =>
            {
                _begun.SetResult();
                await _mayEnd.Task.WaitAsync(ct);
            },
            new() { ShutdownBudget = TimeSpan.Zero });
        await _begun.Task.WaitAsync(OutboxRig.Patience);

        await node.Stop();

        Assert.Equal(1, Assert.Single(await Rig.Take()).Attempt);
    }

    [Fact]
    public async Task A_stopping_worker_takes_nothing_more()
    {
        await Rig.Send(Ann, 1);
        await using var node = await Rig.Start(async (_, _, ct) =>
        {
            _begun.SetResult();
            await _mayEnd.Task.WaitAsync(ct);
        });
        await _begun.Task.WaitAsync(OutboxRig.Patience);

        var stop = node.Stop();
        await node.WaitsForTheRest.WaitAsync(OutboxRig.Patience);
        await Rig.Send(Bob, 2);
        node.Signal.Notify();
        _mayEnd.SetResult();
        await stop;

        await Takes(2);
    }
}
