using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>One command over several streams: all or none, in an order in which nobody waits in a ring.</summary>
public sealed class SeveralStreamsTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task Sixteen_writers_over_four_streams_in_any_order_end_without_a_deadlock()
    {
        const int writers = 16, rounds = 8;
        StreamId[] carts = [NewCart(), NewCart(), NewCart(), NewCart()];
        var deadlocks = await Deadlocks();

        await Task.WhenAll(Enumerable.Range(1, writers).Select(async seed =>
        {
            var (store, random) = (shop.Store(), new Random(seed));
            for (var round = 0; round < rounds; round++)
            {
                var order = carts.ToArray();
                random.Shuffle(order);
                Assert.Null((await AddToAll(store, order)).Refusal);
            }
        }));

        Assert.Equal(deadlocks, await Deadlocks());
        foreach (var cart in carts)
        {
            var versions = (await shop.DataSource.ReadStream(cart)).Select(e => e.Metadata.Version);
            Assert.Equal(Enumerable.Range(1, writers * rounds).Select(v => (long)v), versions);
        }
    }

    [Fact]
    public async Task The_rows_of_the_streams_are_written_in_ascending_order()
    {
        StreamId[] descending = [.. Enumerable.Range(0, 6).Select(_ => NewCart()).OrderByDescending(c => c.ToString(), StringComparer.Ordinal)];
        var store = shop.Store();
        List<Guid> written = [];
        store.BeforeWrite = batch => written = [.. Statements(batch).Where(s => s.CommandText == Sql.StartStream).Select(s => (Guid)s.Parameters[0].Value!)];

        await AddToAll(store, descending);

        Assert.Equal(descending.Reverse().Select(c => c.Value), written);
    }

    [Fact]
    public async Task The_log_keeps_the_order_of_the_decision_over_several_streams()
    {
        StreamId[] descending = [.. Enumerable.Range(0, 6).Select(_ => NewCart()).OrderByDescending(c => c.ToString(), StringComparer.Ordinal)];

        await AddToAll(shop.Store(), descending);

        await using var connection = await shop.DataSource.OpenConnectionAsync();
        var log = await connection.ReadLog(0, long.MaxValue, 10_000, default);
        Assert.Equal(descending, log.Select(e => e.Metadata.Stream).Where(descending.Contains));
    }

    [Fact]
    public async Task A_refusal_after_another_stream_was_appended_to_writes_neither()
    {
        var (first, second) = (NewCart(), NewCart());

        var outcome = await shop.Store().Transact<CartState>(
            At(),
            unit =>
            {
                var (a, b) = (unit.Load(shop.Category, first), unit.Load(shop.Category, second));
                return () => (unit.Append(a, [new CartOpened("ann")]) ?? unit.Append(b, Carts.NotEmpty)) is { } refusal ? refusal : a.State;
            },
            answer: null, default);

        Assert.Equal(Carts.NotEmpty, outcome.Refusal);
        Assert.Equal(Traces.None, await shop.TracesOf(first));
    }

    [Fact]
    public async Task A_stream_that_is_asked_for_twice_is_one_stream()
    {
        var cart = NewCart();

        await AddToAll(shop.Store(), [cart, cart]);

        Assert.Equal([1L, 2L], (await shop.DataSource.ReadStream(cart)).Select(e => e.Metadata.Version));
    }

    Task<Outcome<CartState>> AddToAll(StreamStore store, StreamId[] order) => store.Transact<CartState>(
        At(),
        unit =>
        {
            var carts = order.Select(cart => unit.Load(shop.Category, cart)).ToList();
            return () =>
            {
                carts.ForEach(cart => unit.Append(cart, [new ItemAdded("tea", 1)]));
                return carts[^1].State;
            };
        },
        answer: null, default);

    static IEnumerable<NpgsqlBatchCommand> Statements(NpgsqlBatch batch) => batch.BatchCommands.Cast<NpgsqlBatchCommand>();

    Task<long> Deadlocks() => shop.Count("select deadlocks from pg_stat_database where datname = current_database()");
}
