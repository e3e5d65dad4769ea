using System.Collections.Concurrent;
using Booking.EventStore.Outbox;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests.Outbox;

public sealed class TakingTests : OutboxTests
{
    [Fact]
    public async Task Workers_that_take_at_the_same_time_never_take_the_same_message()
    {
        await Rig.Send(Enumerable.Range(0, 600).Select(n => ((Guid?)null, n, (Instant?)null, true)));
        ConcurrentBag<int> taken = [];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (await Rig.TakeNumbers() is [_, ..] numbers)
            {
                Array.ForEach(numbers, taken.Add);
            }
        })));

        Assert.Equal(Enumerable.Range(0, 600), taken.Order());
    }

    [Fact]
    public async Task A_take_does_not_wait_for_a_message_that_another_is_just_taking()
    {
        await Rig.Send(null, 1);
        await Rig.Send(null, 2);
        await using var connection = await Rig.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var other = new NpgsqlCommand("select 1 from outbox order by position limit 1 for update", connection, transaction);
        await other.ExecuteScalarAsync();

        await Takes(2);
    }

    [Fact]
    public async Task A_message_of_a_rolled_back_transaction_is_never_seen()
    {
        await using var connection = await Rig.DataSource.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { Rig.Insert(Ann, 1) } };
            await batch.ExecuteNonQueryAsync();
            Assert.Empty(await Rig.Take());
            await transaction.RollbackAsync();
        }

        await Rig.Send(Ann, 2);
        await Takes(2);
    }

    [Fact]
    public async Task A_message_is_taken_from_its_time_on()
    {
        await Rig.Send(Ann, 1, deliverAt: OutboxRig.Noon + Duration.FromMinutes(10));

        Rig.Clock.Advance(Duration.FromMinutes(10) - Duration.FromTicks(10));
        Assert.Empty(await Rig.Take());

        Rig.Clock.Advance(Duration.FromTicks(10));
        await Takes(1);
    }

    [Fact]
    public async Task What_was_sent_is_what_is_taken()
    {
        await Rig.Send(Ann, 7);

        var message = Assert.Single(await Rig.Take());

        Assert.Equal(new Step(Ann, 7), OutboxRig.Types.Read(message.Type, message.Body));
        Assert.Equal((Ann, 1, OutboxRig.CorrelationId, new Actor("ann", "patient")), (message.OrderKey, message.Attempt, message.CorrelationId, message.Actor));
    }

    [Fact]
    public async Task A_message_that_only_a_newer_program_knows_waits_for_that_program()
    {
        await Rig.Send(Ann, 1);

        Assert.Empty(await Rig.Leases.Take(20, OutboxRig.Lease, ["other"], CancellationToken.None));
        await Takes(1);
    }

    [Fact]
    public async Task A_batch_has_its_bound_and_begins_with_what_has_waited_longest()
    {
        await Rig.Send([.. Enumerable.Range(0, 30).Select(n => ((Guid?)null, n, (Instant?)(OutboxRig.Noon - Duration.FromSeconds(n)), true))]);

        await Takes([.. Enumerable.Range(10, 20).Reverse()]);
    }
}
