using System.Collections.Concurrent;
using System.Security.Cryptography;
using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class KeyOrderTests : OutboxTests
{
    [Fact]
    public async Task Messages_of_one_key_are_taken_one_after_the_other()
    {
        await Rig.Send(Ann, 1);
        await Rig.Send(Ann, 2);
        await Rig.Send(Bob, 3);

        var taken = await Rig.Take();
        Assert.Equal([1, 3], taken.Select(OutboxRig.NumberOf));
        Assert.Empty(await Rig.Take());

        await Rig.Leases.Sent(taken[0]);
        await Takes(2);
    }

    [Fact]
    public async Task The_order_of_a_key_is_that_of_the_delivery_times()
    {
        await Rig.Send(Ann, 2, deliverAt: OutboxRig.Noon + Duration.FromHours(1));
        await Rig.Send(Ann, 1);

        var first = Assert.Single(await Rig.Take());
        Assert.Equal(1, OutboxRig.NumberOf(first));
        Rig.Clock.Advance(Duration.FromHours(2));
        Assert.Empty(await Rig.Take());
        await Rig.Leases.Sent(first);
        await Takes(2);
    }

    [Fact]
    public async Task A_message_that_is_tried_later_keeps_its_place()
    {
        await Rig.Send(Ann, 1);
        await Rig.Send(Ann, 2);

        await Rig.Leases.TryLater(Assert.Single(await Rig.Take()), Duration.FromMinutes(5), "not yet");
        Assert.Empty(await Rig.Take());

        Rig.Clock.Advance(Duration.FromMinutes(5));
        var again = Assert.Single(await Rig.Take());
        Assert.Equal((1, 2), (OutboxRig.NumberOf(again), again.Attempt));
    }

    [Fact]
    public async Task Four_workers_and_failures_at_random_keep_the_order_of_every_key()
    {
        const int Keys = 50, Each = 40;
        var keys = Enumerable.Range(0, Keys).Select(_ => Guid.NewGuid()).ToArray();
        await Rig.Send(Enumerable.Range(0, Keys * Each).Select(n => ((Guid?)keys[n % Keys], n / Keys, (Instant?)null, true)));
        var deliveries = new Deliveries(Keys * Each);
        var options = new OutboxOptions { FirstBackoff = Duration.Zero, MaxBackoff = Duration.Zero };
        var atWork = new ConcurrentDictionary<Guid, bool>();
        var together = 0;

        async Task Handle(Step step, MessageContext context, CancellationToken ct)
        {
            Interlocked.Add(ref together, atWork.TryAdd(step.Story, true) ? 0 : 1);
            await Task.Yield();
            atWork.TryRemove(step.Story, out _);
            if (RandomNumberGenerator.GetInt32(5) == 0)
            {
                throw new InvalidOperationException("Bad luck.");
            }

            deliveries.Add(step, context);
        }

        var nodes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Rig.Start(Handle, options, maxAttempts: 100)));
        await deliveries.Reached();
        await Task.WhenAll(nodes.Select(n => n.DisposeAsync().AsTask()));

        Assert.Equal(0, together);
        Assert.All(deliveries.All.GroupBy(d => d.Step.Story), key => Assert.Equal(Enumerable.Range(0, Each), key.Select(d => d.Step.Number)));
        Assert.Equal(Keys * Each, await Rig.Ask<long>("select count(*) from outbox where sent_at is not null and attempts >= 1"));
        Assert.True(await Rig.Ask<long>("select sum(attempts) from outbox") > Keys * Each);
    }
}
