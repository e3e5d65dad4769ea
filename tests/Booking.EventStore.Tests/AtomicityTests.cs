using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E1: events, projections, messages and the stored answer are there together or not at all.</summary>
public sealed class AtomicityTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    static readonly Traces All = new(Streams: 1, Events: 2, Carts: 1, Lines: 1, Messages: 2, Answers: 1);

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task A_connection_that_ends_before_any_statement_of_the_batch_leaves_nothing(int optimisticAttempts)
    {
        var store = shop.Store(optimistic: optimisticAttempts);
        for (var (position, statements) = (0, 1); position <= statements; position++)
        {
            var (cart, key) = (NewCart(), Guid.NewGuid().ToString());
            store.BeforeWrite = batch =>
            {
                statements = batch.BatchCommands.Count;
                batch.BatchCommands.Insert(position, new NpgsqlBatchCommand("select pg_terminate_backend(pg_backend_pid())"));
            };

            await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.OpenAndFill(shop.Category, cart, At(key: Key(key))));

            Assert.Equal(Traces.None, await shop.TracesOf(cart, key));
            store.BeforeWrite = null;
            Assert.Null((await store.OpenAndFill(shop.Category, cart, At(key: Key(key)))).Refusal);
            Assert.Equal(All, await shop.TracesOf(cart, key));
            Assert.True(statements >= 9, $"The batch has only {statements} statements.");
        }
    }

    [Fact]
    public async Task A_projection_that_fails_takes_the_events_and_the_messages_with_it()
    {
        var cart = NewCart();

        var outcome = await shop.Store().Add(shop.Category, cart, quantity: 1001);

        Assert.Equal(Carts.TooMuch, outcome.Refusal);
        Assert.Equal(Traces.None, await shop.TracesOf(cart));
    }

    [Fact]
    public async Task A_command_is_written_in_one_batch_without_a_transaction_of_its_own()
    {
        var (store, batches) = (shop.Store(), 0);
        store.BeforeWrite = batch => batches += batch.Transaction is null ? 1 : 100;

        await store.OpenAndFill(shop.Category, NewCart(), At(key: Key(Guid.NewGuid().ToString())));

        Assert.Equal(1, batches);
    }
}
