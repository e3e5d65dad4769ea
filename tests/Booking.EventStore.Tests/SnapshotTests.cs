using System.Text.Json;
using Booking.EventStore.Tests.Shop;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E8: a long stream is as quick to write to as a short one, and its snapshot is never anything but the fold.</summary>
public sealed class SnapshotTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task A_stream_of_a_thousand_events_is_loaded_from_its_snapshot()
    {
        var (cart, category, folded) = (NewCart(), Snapshotting(every: 100), new List<CartEvent>());
        await Fill(category, cart, 1_000);
        await Fill(category, cart, 5);
        var counting = new Category<CartState, CartEvent>("cart", Carts.Empty, (state, e) => { folded.Add(e); return Carts.Evolve(state, e); })
        {
            Snapshots = category.Snapshots,
        };

        var outcome = await Store().Transact(counting, cart, _ => [], At(), default);

        Assert.Equal(1_005, outcome.Value!.Items);
        Assert.Equal(5, folded.Count);
        Assert.Equal(6, await EventsReadToLoad(cart));
    }

    [Fact]
    public async Task A_snapshot_of_another_schema_is_ignored_and_replaced()
    {
        var (cart, older, newer) = (NewCart(), Snapshotting(every: 10, schema: 1), Snapshotting(every: 10, schema: 2));
        await Fill(older, cart, 15);
        await shop.Run("update stream_snapshots set data = '{\"items\":1000000}' where stream_id = $1", Pg.Uuid(cart));

        var outcome = await Store().Add(newer, cart, quantity: 5);

        Assert.Equal(20, outcome.Value!.Items);
        await Fill(newer, cart, 4);
        Assert.Equal(1, await shop.Count("select count(*) from stream_snapshots where stream_id = $1 and schema = 2 and version = 20", Pg.Uuid(cart)));
    }

    [Fact]
    public async Task The_snapshot_of_a_stream_of_another_kind_is_no_state()
    {
        var (cart, baskets) = (NewCart(), new Category<CartState, CartEvent>("basket", Carts.Empty, Carts.Evolve) { Snapshots = Snapshotting(every: 10).Snapshots });
        await Fill(Snapshotting(every: 10), cart, 15);

        var outcome = await Store().Transact(baskets, cart, _ => [], At(), default);

        Assert.Equal(Carts.Empty, outcome.Value);
    }

    [Fact]
    public async Task A_stream_that_began_before_it_had_snapshots_gets_one_at_the_next_step()
    {
        var (cart, category) = (NewCart(), Snapshotting(every: 10));
        await Fill(shop.Category, cart, 19);

        await Fill(category, cart, 1);

        Assert.Equal(20, await shop.Count("select version from stream_snapshots where stream_id = $1", Pg.Uuid(cart)));
    }

    [Fact]
    public void A_snapshot_is_always_the_fold_of_its_stream()
    {
        var histories = Gen.ListOf(Gen.NonEmptyListOf(Events)).Where(h => h.Count is > 0 and < 12);
        var property = Prop.ForAll(
            Arb.From(histories.Zip(Gen.Choose(1, 8))),
            history => SnapshotIsFold([.. history.Item1.Select(batch => batch.ToArray())], history.Item2).GetAwaiter().GetResult());

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(40).WithQuietOnSuccess(true));
    }

    static Gen<CartEvent> Events => Gen.OneOf(
        Gen.Elements("tea", "milk", "\"quoted\" ☕").Zip(Gen.Choose(1, 9)).Select(CartEvent (item) => new ItemAdded(item.Item1, item.Item2)),
        Gen.Elements("ann", "bob").Select(CartEvent (owner) => new CartOpened(owner)),
        Gen.Constant<CartEvent>(new CartClosed("paid")));

    /// <summary>Appends the batches one after the other; at each step the load gives the fold, and so does what is stored.</summary>
    async Task<bool> SnapshotIsFold(CartEvent[][] batches, int every)
    {
        var (cart, category) = (NewCart(), Snapshotting(every));
        var (store, appended) = (Store(), new List<CartEvent>());
        foreach (var batch in batches)
        {
            var fold = appended.Aggregate(Carts.Empty, Carts.Evolve);
            CartState? loaded = null;
            await store.Transact(category, cart, state => { loaded = state; return [.. batch]; }, At(), default);
            appended.AddRange(batch);
            if (loaded != fold || await Snapshot(cart) is { } snapshot && snapshot.State != appended.Take((int)snapshot.Version).Aggregate(Carts.Empty, Carts.Evolve))
            {
                return false;
            }
        }

        return appended.Count < every == await Snapshot(cart) is null;
    }

    async Task<(CartState State, long Version)?> Snapshot(StreamId cart)
    {
        await using var command = shop.DataSource.CreateCommand("select data, version from stream_snapshots where stream_id = $1").With(Pg.Uuid(cart));
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (JsonSerializer.Deserialize(row.GetUtf8(0), CartJson.Default.CartState)!, row.GetInt64(1)) : null;
    }

    /// <summary>Rows of mt_events that the load's plan touched, in a table that holds many more.</summary>
    async Task<long> EventsReadToLoad(StreamId cart)
    {
        await shop.Run(
            """
            with others as (insert into mt_streams (id, type, version) select gen_random_uuid(), 'cart', 100 from generate_series(1, 200) returning id)
            insert into mt_events (seq_id, id, stream_id, version, data, type)
            select nextval('mt_events_sequence'), gen_random_uuid(), others.id, version, '{"owner":"bob"}', 'cart_opened'
              from others, generate_series(1, 100) version
            """);
        await shop.Run("analyze mt_events");
        await using var command = shop.DataSource.CreateCommand("explain (analyze, format json) " + Sql.LoadSnapshotAndEvents).With(Pg.Uuid(cart), Pg.Int(1), Pg.Text("cart"));
        using var plan = JsonDocument.Parse((string)(await command.ExecuteScalarAsync())!);
        return Nodes(plan.RootElement[0].GetProperty("Plan"))
            .Where(node => node.TryGetProperty("Relation Name", out var table) && table.GetString() == "mt_events")
            .Sum(node => Rows(node, "Actual Rows") + Rows(node, "Rows Removed by Filter") + Rows(node, "Rows Removed by Index Recheck"));

        static long Rows(JsonElement node, string of) => node.TryGetProperty(of, out var rows) ? rows.GetInt64() : 0;
        static IEnumerable<JsonElement> Nodes(JsonElement node) => node.TryGetProperty("Plans", out var children)
            ? children.EnumerateArray().SelectMany(Nodes).Prepend(node)
            : [node];
    }

    Task<Outcome<CartState>> Fill(Category<CartState, CartEvent> category, StreamId cart, int events) => Store().Transact(
        category, cart, _ => [.. Enumerable.Repeat(new ItemAdded("tea", 1), events)], At(), default);

    /// <summary>Without the projections of the carts, one of which refuses a thousand items.</summary>
    StreamStore Store()
    {
        var model = new StoreModel();
        Carts.AddEvents(model.Events);
        return shop.Store(model: model);
    }

    static Category<CartState, CartEvent> Snapshotting(int every, int schema = 1) => Carts.Category(new(every, schema, CartJson.Default.CartState));
}
