using Booking.EventStore.Tests.Shop;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>A stream whose id was made for it is written without a look, and nothing is lost when it was there after all.</summary>
public sealed class StartTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task A_stream_that_is_started_costs_one_round_trip()
    {
        var (store, cart) = (shop.Store(), NewCart());
        var loads = 0;

        await store.Transact<CartState>(At(), unit =>
        {
            var stream = unit.Start(shop.Category, cart);
            loads = unit.Loads.Count;
            return () => unit.Append(stream, [new CartOpened("ann"), new ItemAdded("tea", 2)]) is { } refusal ? refusal : stream.State;
        }, answer: null, default);

        Assert.Equal(0, loads);
        Assert.Equal([1, 2], (await shop.DataSource.ReadStream(cart)).Select(e => (int)e.Metadata.Version));
    }

    [Fact]
    public async Task A_started_stream_that_was_there_is_loaded_and_decided_again()
    {
        var (store, cart) = (shop.Store(), NewCart());
        await store.Add(shop.Category, cart, quantity: 5);
        List<int> seen = [];

        var outcome = await store.Start(shop.Category, cart, state => { seen.Add(state.Items); return [new ItemAdded("milk", 1)]; }, At(), default);

        Assert.Equal([0, 5], seen);
        Assert.Equal(6, outcome.Value!.Items);
        Assert.Equal(2, await shop.Count("select version from mt_streams where id = $1", Pg.Uuid(cart)));
    }

    [Fact]
    public async Task A_stream_that_is_started_and_asked_for_is_one_stream()
    {
        var (store, cart) = (shop.Store(), NewCart());

        var outcome = await store.Transact<CartState>(At(), unit =>
        {
            var (started, asked) = (unit.Start(shop.Category, cart), unit.Load(shop.Category, cart));
            return () =>
            {
                unit.Append(started, [new ItemAdded("tea", 2)]);
                unit.Append(asked, [new ItemAdded("tea", 3)]);
                return started.State;
            };
        }, answer: null, default);

        Assert.Equal(5, outcome.Value!.Items);
    }
}
