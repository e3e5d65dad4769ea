using Booking.EventStore.Outbox;
using NodaTime;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class DeadLetterTests : OutboxTests
{
    static readonly OutboxOptions NoBackoff = new() { FirstBackoff = Duration.Zero, MaxBackoff = Duration.Zero };

    [Fact]
    public async Task A_poison_message_dies_and_parks_its_key_while_other_keys_flow_until_it_is_replayed()
    {
        await Rig.Send(Ann, 1);
        await Rig.Send(Ann, 2);
        await Rig.Send(Bob, 3);
        var tries = new Deliveries(4);
        await using (var node = await Rig.Start(
            (step, context, _) =>
            {
                tries.Add(step, context);
                return step.Story == Ann ? throw new InvalidOperationException("poison") : Task.CompletedTask;
            },
            NoBackoff, maxAttempts: 3))
        {
            await tries.Reached();
            await node.Stop();
        }

        Assert.Equal([1, 1, 1, 3], tries.Numbers.Order());
        var letter = Assert.Single(await Rig.DeadLetters.List(0, 100, CancellationToken.None));
        Assert.Equal((Ann, 3, OutboxRig.Noon, true), (letter.OrderKey, letter.Attempts, letter.DeadAt, letter.Parks));
        Assert.StartsWith("InvalidOperationException: poison @ ", letter.Error, StringComparison.Ordinal);
        Assert.Empty(await Rig.Take());

        Assert.True(await Rig.DeadLetters.Replay(letter.Id, CancellationToken.None));
        var healed = new Deliveries(2);
        await using var next = await Rig.Start(healed.Handle);
        await healed.Reached();
        Assert.Equal([1, 2], healed.Numbers);
        Assert.Equal((letter.Id, 1), (healed.All[0].Context.Id, healed.All[0].Context.Attempt));
    }

    [Fact]
    public async Task A_dead_notification_does_not_hold_its_key_back()
    {
        await Rig.Send(Ann, 1, parks: false);
        await Rig.Send(Ann, 2);
        await Rig.Leases.GiveUp(Assert.Single(await Rig.Take()), "mailbox full");

        await Takes(2);
    }

    [Fact]
    public async Task A_discarded_letter_is_gone_and_its_key_goes_on()
    {
        await Rig.Send(Ann, 1);
        await Rig.Send(Ann, 2);
        await Rig.Leases.GiveUp(Assert.Single(await Rig.Take()), "poison");
        Assert.Empty(await Rig.Take());
        var letter = Assert.Single(await Rig.DeadLetters.List(0, 100, CancellationToken.None));

        Assert.True(await Rig.DeadLetters.Discard(letter.Id, CancellationToken.None));
        Assert.False(await Rig.DeadLetters.Discard(letter.Id, CancellationToken.None));
        await Takes(2);
    }

    [Fact]
    public async Task Only_a_dead_letter_is_replayed_or_discarded()
    {
        await Rig.Send(Ann, 1);
        var live = Assert.Single(await Rig.Take());

        Assert.False(await Rig.DeadLetters.Replay(live.Id, CancellationToken.None));
        Assert.False(await Rig.DeadLetters.Discard(live.Id, CancellationToken.None));
        Assert.True(await Rig.Leases.Sent(live));
    }

    [Fact]
    public async Task Dead_letters_are_listed_by_the_page()
    {
        await Rig.Send(Enumerable.Range(0, 5).Select(n => ((Guid?)null, n, (Instant?)null, true)));
        foreach (var message in await Rig.Take())
        {
            await Rig.Leases.GiveUp(message, "poison");
        }

        var first = await Rig.DeadLetters.List(0, 3, CancellationToken.None);
        var second = await Rig.DeadLetters.List(first[^1].Position, 3, CancellationToken.None);
        Assert.Equal([0, 1, 2, 3, 4], first.Concat(second).Select(l => l.Body.GetProperty("Number").GetInt32()));
    }

    [Fact]
    public async Task A_message_that_kills_its_process_each_time_dies_without_another_try()
    {
        await Rig.Send(Ann, 1);
        for (var crash = 0; crash < 3; crash++)
        {
            Assert.Single(await Rig.Take(lease: TimeSpan.Zero));
        }

        await Rig.Send(Bob, 2);
        var deliveries = new Deliveries(1);
        await using (var node = await Rig.Start(deliveries.Handle, maxAttempts: 3))
        {
            await deliveries.Reached();
            await node.Stop();
        }

        Assert.Equal([2], deliveries.Numbers);
        Assert.Equal("None of 3 attempts came to an end.", Assert.Single(await Rig.DeadLetters.List(0, 100, CancellationToken.None)).Error);
    }
}
