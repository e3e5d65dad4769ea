using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E2: writers on one stream never overwrite each other, and all get through in turn or are told that it is busy.</summary>
public sealed class ConcurrencyTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(2)]
    [InlineData(0)]
    public async Task Sixteen_writers_on_one_stream_lose_no_update(int optimisticAttempts)
    {
        const int writers = 16, rounds = 8;
        var (store, cart) = (shop.Store(optimistic: optimisticAttempts), NewCart());

        await Task.WhenAll(Enumerable.Range(0, writers).Select(async _ =>
        {
            for (var round = 0; round < rounds; round++)
            {
                Assert.Null((await store.Add(shop.Category, cart)).Refusal);
            }
        }));

        var versions = (await shop.DataSource.ReadStream(cart)).Select(e => e.Metadata.Version);
        Assert.Equal(Enumerable.Range(1, writers * rounds).Select(v => (long)v), versions);
        Assert.Equal(writers * rounds, await shop.Count("select items::bigint from carts where id = $1", Pg.Uuid(cart)));
        Assert.Equal(writers * rounds, await shop.Count("select version from mt_streams where id = $1", Pg.Uuid(cart)));
    }

    [Fact]
    public async Task The_loser_decides_again_on_what_the_winner_left()
    {
        var (store, other, cart) = (shop.Store(), shop.Store(), NewCart());
        List<int> seen = [];
        store.BeforeWrite = _ =>
        {
            store.BeforeWrite = null;
            other.Add(shop.Category, cart, quantity: 5).Wait();
        };

        var outcome = await store.Transact(shop.Category, cart, state => { seen.Add(state.Items); return [new ItemAdded("milk", 1)]; }, At(), default);

        Assert.Equal([0, 5], seen);
        Assert.Equal(6, outcome.Value!.Items);
    }

    [Fact]
    public async Task After_two_lost_races_a_command_takes_the_stream_and_others_wait_for_it()
    {
        var (store, other, cart) = (shop.Store(), shop.Store(), NewCart());
        var attempts = 0;
        Task late = Task.CompletedTask;
        store.BeforeWrite = _ =>
        {
            var rival = other.Add(shop.Category, cart, sku: "rival");
            late = rival;
            (++attempts < 3 ? rival : shop.UntilLockedOut(rival)).Wait();
        };

        await store.Add(shop.Category, cart, sku: "patient");
        await late;

        Assert.Equal(3, attempts);
        Assert.Equal(["rival", "rival", "patient", "rival"], await Skus(cart));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_stream_that_somebody_keeps_locked_is_busy_when_the_patience_ends(int optimisticAttempts)
    {
        var cart = NewCart();
        await shop.Store().Add(shop.Category, cart);
        await using var hog = await shop.DataSource.OpenConnectionAsync();
        await using var transaction = await hog.BeginTransactionAsync();
        await using var take = new NpgsqlCommand("select 1 from mt_streams where id = $1 for update", hog).With(Pg.Uuid(cart));
        await take.ExecuteNonQueryAsync();
        var impatient = shop.Store(
            shop.Open(lockTimeout: optimisticAttempts == 0 ? "1h" : "100ms"), optimistic: optimisticAttempts, patience: TimeSpan.FromMilliseconds(100));

        var outcome = await impatient.Add(shop.Category, cart);

        Assert.Equal(Refusal.Busy, outcome.Refusal);
        Assert.Equal(1, await shop.Count("select version from mt_streams where id = $1", Pg.Uuid(cart)));
    }

    [Fact]
    public async Task A_race_that_is_never_won_is_busy_when_the_patience_ends()
    {
        var (cart, store) = (NewCart(), shop.Store(patience: TimeSpan.FromMilliseconds(100)));

        var outcome = await store.Transact<CartState>(
            At(), unit => () => { unit.Lock(cart, version: 7); return Carts.Empty; }, answer: null, default);

        Assert.Equal(Refusal.Busy, outcome.Refusal);
    }

    [Fact]
    public async Task A_race_may_be_won_after_any_number_of_attempts()
    {
        var (cart, store, attempts) = (NewCart(), shop.Store(), 0);

        var outcome = await store.Transact<CartState>(
            At(), unit => () => { unit.Lock(cart, version: ++attempts < 40 ? 7 : 0); return Carts.Empty; }, answer: null, default);

        Assert.Equal((null, 40), (outcome.Refusal, attempts));
    }

    async Task<IEnumerable<string>> Skus(StreamId cart)
    {
        var types = Carts.AddEvents(new());
        return (await shop.DataSource.ReadStream(cart)).Select(e => ((ItemAdded)types.Read(e.Type, e.Json)).Sku);
    }
}
