using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>Each projection is compared with what the log makes of it, and every kind of difference is found.</summary>
public sealed class ReplayTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();
    readonly StreamId _cart = NewCart();

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        var store = _shop.Store();
        await store.OpenAndFill(_shop.Category, _cart, At());
        for (var i = 0; i < 9; i++)
        {
            await store.OpenAndFill(_shop.Category, NewCart(), At(Noon + NodaTime.Duration.FromNanoseconds(i)));
        }
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Projections_that_nobody_touched_are_clean()
    {
        var parities = await Compare();

        Assert.Equal([new("carts", "carts", 10, 0, 0, 0), new("cart lines", "cart_lines", 10, 0, 0, 0)], parities);
        Assert.All(parities, parity => Assert.True(parity.IsClean));
    }

    [Fact]
    public async Task A_row_that_was_tampered_with_is_reported()
    {
        await _shop.Run("update carts set items = items + 1 where id = $1", Pg.Uuid(_cart));

        Assert.Equal(new ProjectionParity("carts", "carts", 9, 1, 0, 0), (await Compare())[0]);
    }

    [Fact]
    public async Task A_row_that_is_gone_is_missing()
    {
        await _shop.Run("delete from cart_lines where cart_id = $1", Pg.Uuid(_cart));

        Assert.Equal(new ProjectionParity("cart lines", "cart_lines", 9, 0, 1, 0), (await Compare())[1]);
    }

    [Fact]
    public async Task A_row_that_no_event_leads_to_is_extra()
    {
        await _shop.Run("insert into cart_lines (cart_id, line, sku) values ($1, 99, 'gift')", Pg.Uuid(_cart));

        Assert.Equal(new ProjectionParity("cart lines", "cart_lines", 10, 0, 0, 1), (await Compare())[1]);
    }

    [Fact]
    public async Task A_comparison_leaves_the_live_tables_and_the_connection_as_they_were()
    {
        var single = _shop.Open(change: settings => settings.MaxPoolSize = 1);
        for (var round = 0; round < 8; round++)
        {
            await using var connection = await single.OpenConnectionAsync();
            Assert.All(await Replay.Compare(connection, Carts.Model(_shop.Category), default), parity => Assert.True(parity.IsClean));
        }

        await _shop.Store(single).Add(_shop.Category, _cart, quantity: 5);
        Assert.Equal(7, await _shop.Count("select items::bigint from carts where id = $1", Pg.Uuid(_cart)));
        Assert.All(await Compare(), parity => Assert.True(parity.IsClean));
    }

    [Fact]
    public async Task A_connection_whose_prepared_statements_mean_the_live_tables_compares_with_the_shadows()
    {
        var single = _shop.Open(change: settings => settings.MaxPoolSize = 1);
        await using (var before = await single.OpenConnectionAsync())
        {
            // From now on the session has a schema for temporary tables, and one more in it makes no plan stale.
            await using var command = new NpgsqlCommand("create temp table scratch (id int)", before);
            await command.ExecuteNonQueryAsync();
        }

        for (var i = 0; i < 12; i++)
        {
            await _shop.Store(single).Add(_shop.Category, _cart);
        }

        await using var connection = await single.OpenConnectionAsync();
        Assert.All(await Replay.Compare(connection, Carts.Model(_shop.Category), default), parity => Assert.True(parity.IsClean));
    }

    [Fact]
    public async Task A_statement_that_fails_in_the_replay_is_a_finding_and_the_rest_goes_on()
    {
        var model = Carts.Model(_shop.Category).Project(_shop.Category, "picky", ["cart_lines"], (@event, metadata, _, _, sql) =>
        {
            sql.Add("select expect($1 <> $2 or $3 <> 2, 'cart_is_picky')", Pg.Uuid(metadata.Stream), Pg.Uuid(_cart), Pg.Long(metadata.Version));
        });

        var parities = await Compare(model);

        Assert.Equal(["carts", "cart lines", "picky"], parities.Select(p => p.Name));
        Assert.Equal([true, true, false], parities.Select(p => p.IsClean));
        Assert.Equal([10L, 10L, 10L], parities.Select(p => p.Same));
        Assert.Contains("The rule cart_is_picky does not hold. (event 2, item_added_v2, stream " + _cart, parities[2].Failure);
    }

    [Fact]
    public async Task Writers_go_on_while_a_comparison_runs_and_do_not_disturb_it()
    {
        using var end = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            for (var store = _shop.Store(); !end.IsCancellationRequested;)
            {
                await store.OpenAndFill(_shop.Category, NewCart(), At());
            }
        }));

        try
        {
            for (var round = 0; round < 5; round++)
            {
                Assert.All(await Compare(), parity => Assert.True(parity.IsClean, parity.ToString()));
            }
        }
        finally
        {
            await end.CancelAsync();
            await writing;
        }
    }

    [Fact]
    public async Task A_projection_of_two_categories_keeps_the_tables_of_both()
    {
        var (apples, pears) = (new Category<CartState, CartEvent>("apples", Carts.Empty, Carts.Evolve), new Category<CartState, CartEvent>("pears", Carts.Empty, Carts.Evolve));

        var model = new StoreModel()
            .Project(apples, "fruit", ["carts"], (_, _, _, _, _) => { })
            .Project(pears, "fruit", ["carts", "cart_lines"], (_, _, _, _, _) => { });

        Assert.Equal(["carts", "cart_lines"], Assert.Single(model.Projections).Tables);
    }

    async Task<IReadOnlyList<ProjectionParity>> Compare(StoreModel? model = null)
    {
        await using var connection = await _shop.DataSource.OpenConnectionAsync();
        return await Replay.Compare(connection, model ?? Carts.Model(_shop.Category), default);
    }
}
