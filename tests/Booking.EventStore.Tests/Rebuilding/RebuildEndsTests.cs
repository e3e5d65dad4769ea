using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>However a rebuild ends, the live tables are whole: replaced, or as they were.</summary>
public sealed class RebuildEndsTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();
    readonly StreamId _cart = NewCart();

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        await _shop.Store().OpenAndFill(_shop.Category, _cart, At());
        for (var i = 0; i < 5; i++)
        {
            await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        }
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("carts")]
    [InlineData("cart lines")]
    public async Task One_that_is_interrupted_after_any_step_goes_on_to_the_same_end(string projection)
    {
        var table = projection.Replace(' ', '_');
        var before = await _shop.Rows(table);
        var (status, interrupted) = ((RebuildStatus?)null, 0);
        for (var step = 1; status is null; step++)
        {
            using var end = new CancellationTokenSource();
            var left = step;
            try
            {
                status = await _shop.Rebuild(projection, watch: _ => { if (--left == 0) end.Cancel(); }, ct: end.Token);
            }
            catch (OperationCanceledException)
            {
                interrupted++;
                Assert.Equal(before, await _shop.Rows(table));
                Assert.Equal(RebuildState.Interrupted, (await new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category)).Status(projection, default))!.State);
            }
        }

        Assert.InRange(interrupted, 3, 20);
        Assert.Equal((RebuildState.Done, 12L), (status.State, status.Done));
        Assert.All(status.Parity, parity => Assert.True(parity.IsClean));
        Assert.Equal(before, await _shop.Rows(table));
    }

    [Fact]
    public async Task Another_program_or_another_version_begins_anew()
    {
        var first = new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category));
        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _shop.Rebuild("carts", watch: s => { if (s.State == RebuildState.CatchingUp && s.Done > 0) end.Cancel(); }, ct: end.Token));

        await using (var same = await first.Begin("carts", "again", default))
        {
            Assert.Equal(12, same!.Status.Done);
        }

        await using var other = await new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category)) { Program = "newer" }.Begin("carts", "again", default);
        Assert.Equal(0, other!.Status.Done);
        Assert.Equal(0, await _shop.Schemas());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_that_cannot_be_applied_is_named_and_the_live_table_stays(bool byStream)
    {
        var model = new StoreModel();
        Carts.AddEvents(model.Events);
        model.Project(_shop.Category, "carts", ["carts"], (_, metadata, _, _, sql) =>
            sql.Add("insert into carts (id, items, closed, changed_at) values ($1, 1, true, $2)", Pg.Uuid(metadata.Stream), Pg.At(metadata.At)), byStream);
        var before = await _shop.Rows("carts");

        var status = await _shop.Rebuild("carts", model);

        Assert.Equal(RebuildState.Failed, status.State);
        Assert.Matches("event [0-9]+, item_added_v2, stream [0-9a-f-]{36}", status.Error);
        Assert.Equal(before, await _shop.Rows("carts"));
        Assert.Equal(0, await _shop.Schemas());
    }

    [Theory]
    [InlineData("create index carts_by_time on carts (changed_at)")]
    [InlineData("alter table carts add constraint carts_once unique (id, closed)")]
    [InlineData("alter table carts add constraint carts_hold_some check (items >= 0)")]
    public async Task What_a_migration_gives_a_table_meanwhile_is_not_lost_in_the_swap(string migration)
    {
        var begun = false;

        var status = await _shop.Rebuild("carts", watch: s =>
        {
            if (s.State == RebuildState.Swapping && !begun)
            {
                begun = true;
                _shop.Run(migration).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(RebuildState.Failed, status.State);
        Assert.Contains("changed by a migration", status.Error);
        Assert.Equal(RebuildState.Done, (await _shop.Rebuild("carts")).State);
    }

    [Fact]
    public async Task One_whose_session_is_ended_in_the_middle_of_a_page_goes_on_later()
    {
        var model = new StoreModel();
        Carts.AddEvents(model.Events);
        model.Project(_shop.Category, "cart lines", ["cart_lines"], (_, _, _, _, sql) => sql.Add("select pg_terminate_backend(pg_backend_pid())"));

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => _shop.Rebuild("cart lines", model));

        Assert.Equal(RebuildState.Interrupted, (await new ProjectionRebuilds(_shop.DataSource, model).Status("cart lines", default))!.State);
        Assert.Equal(RebuildState.Done, (await _shop.Rebuild("cart lines")).State);
    }

    [Fact]
    public async Task One_that_is_cancelled_leaves_nothing_but_a_note()
    {
        var rebuilds = new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category));
        var before = await _shop.Rows("carts");

        var status = await _shop.Rebuild("carts", watch: s =>
        {
            if (s.State == RebuildState.CatchingUp)
            {
                Assert.True(rebuilds.Cancel("carts", default).GetAwaiter().GetResult());
            }
        });

        Assert.Equal(RebuildState.Cancelled, status.State);
        Assert.Equal(before, await _shop.Rows("carts"));
        Assert.Equal(0, await _shop.Schemas());
        Assert.False(await rebuilds.Cancel("carts", default));
    }

    [Fact]
    public async Task Of_two_at_once_one_does_it()
    {
        var rebuilds = new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category));
        await using var one = await rebuilds.Begin("carts", "one", default);

        Assert.Null(await rebuilds.Begin("carts", "two", default));
        await using var other = await rebuilds.Begin("cart lines", "two", default);

        Assert.Equal(["cart lines", "carts"], (await rebuilds.All(default)).Values.Where(rebuild => rebuild.IsRunning).Select(rebuild => rebuild.Projection).Order());
        Assert.Equal(RebuildState.Done, (await one!.Run(null, default)).State);
    }

    [Fact]
    public async Task A_new_column_and_its_rule_ship_by_a_rebuild()
    {
        await _shop.Run("alter table carts add column sku text");
        var model = new StoreModel();
        Carts.AddEvents(model.Events);
        model.Project(_shop.Category, "carts", ["carts"], (_, metadata, _, after, sql) => sql.Add(
            """
            insert into carts (id, items, closed, changed_at, sku) values ($1, $2, $3, $4, $5)
            on conflict (id) do update set items = excluded.items, closed = excluded.closed, changed_at = excluded.changed_at, sku = excluded.sku
            """,
            Pg.Uuid(metadata.Stream), Pg.Int(after.Items), Pg.Bool(after.Closed), Pg.At(metadata.At), Pg.TextOrNull(after.LastSku)), byStream: true, version: 2);
        var rebuilds = new ProjectionRebuilds(_shop.DataSource, model);
        Assert.Equal(1, (await rebuilds.LiveVersions(default))["carts"]);

        var status = await _shop.Rebuild("carts", model);

        Assert.Equal(6, Assert.Single(status.Parity).Differing);
        Assert.Equal(2, (await rebuilds.LiveVersions(default))["carts"]);
        Assert.Equal(6, await _shop.Count("select count(*) from carts where sku = 'tea'"));
    }
}
