using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using NodaTime;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>E7: a projection is made anew from the log, compared with the live one, and takes its place.</summary>
public sealed class RebuildTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();
    readonly StreamId _cart = NewCart();

    ProjectionRebuilds Rebuilds => new(_shop.DataSource, Carts.Model(_shop.Category));

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        var store = _shop.Store();
        await store.OpenAndFill(_shop.Category, _cart, At());
        for (var i = 0; i < 9; i++)
        {
            await store.OpenAndFill(_shop.Category, NewCart(), At(Noon + Duration.FromMinutes(i)));
        }
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Theory]
    [InlineData("carts", "carts", 10)]
    [InlineData("cart lines", "cart_lines", 10)]
    public async Task A_projection_that_is_right_is_replaced_by_its_equal(string projection, string table, long rows)
    {
        var before = await Rows(table);

        var status = await Rebuild(projection);

        Assert.Equal(new ProjectionParity(projection, table, rows, 0, 0, 0), Assert.Single(status.Parity));
        Assert.Equal((RebuildState.Done, 20, 20, true), (status.State, status.Done, status.Total, status.Kept));
        Assert.Equal(before, await Rows(table));
        Assert.Equal(status, await Rebuilds.Status(projection, default), StatusComparer);
    }

    [Fact]
    public async Task What_is_wrong_is_reported_and_right_after_the_swap()
    {
        var before = await Rows("cart_lines");
        await _shop.Run("update cart_lines set sku = 'gold' where cart_id = $1", Pg.Uuid(_cart));
        await _shop.Run("delete from cart_lines where cart_id in (select cart_id from cart_lines where cart_id <> $1 limit 2)", Pg.Uuid(_cart));
        await _shop.Run("insert into cart_lines (cart_id, line, sku) values ($1, 99, 'gift')", Pg.Uuid(_cart));

        Assert.Equal([new("cart lines", "cart_lines", 7, 1, 2, 1)], (await Rebuild("cart lines")).Parity);

        Assert.Equal(before, await Rows("cart_lines"));
        Assert.True((await Compare())[1].IsClean);
    }

    [Theory]
    [InlineData("carts", "carts")]
    [InlineData("cart lines", "cart_lines")]
    public async Task Readers_plan_by_what_is_in_the_new_table(string projection, string table)
    {
        await Rebuild(projection);

        Assert.Equal(10, await _shop.Count($"select reltuples::bigint from pg_class where oid = 'public.{table}'::regclass"));
    }

    [Fact]
    public async Task What_was_replaced_is_kept_until_it_is_discarded()
    {
        await _shop.Run("update carts set items = 77 where id = $1", Pg.Uuid(_cart));
        await Rebuild("carts");
        Assert.Equal(77, await _shop.Count("select items::bigint from kept_carts.carts where id = $1", Pg.Uuid(_cart)));

        Assert.True(await Rebuilds.Discard("carts", default));

        Assert.False(await Rebuilds.Discard("carts", default));
        Assert.False((await Rebuilds.Status("carts", default))!.Kept);
        Assert.Equal(2, await _shop.Count("select items::bigint from carts where id = $1", Pg.Uuid(_cart)));
    }

    [Fact]
    public async Task Everything_that_belongs_to_a_table_is_as_before()
    {
        await _shop.Run("""
            create index carts_by_time on carts (changed_at desc, id) where not closed;
            create index carts_by_word on carts using gin (to_tsvector('simple', id::text));
            alter table carts add constraint carts_once unique (id, closed), set (fillfactor = 70), alter column closed set default false;
            comment on table carts is 'What people have chosen.';
            create table noted (id uuid);
            create function note_cart() returns trigger language plpgsql as $$ begin insert into noted values (new.id); return null; end $$;
            create trigger cart_is_noted after insert on carts for each row execute function note_cart();
            do $$ begin create role shop_reader; exception when duplicate_object then null; end $$;
            grant select on carts to shop_reader;
            """);
        var before = await Rows(Belongings);

        Assert.Equal(RebuildState.Done, (await Rebuild("carts")).State);

        Assert.Equal(before, await Rows(Belongings));
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        Assert.Equal(1, await _shop.Count("select count(*) from noted"));
    }

    [Fact]
    public async Task Who_breaks_a_rule_of_the_new_table_is_told_by_its_name()
    {
        await Rebuild("carts");

        Assert.Equal(Carts.TooMuch, (await _shop.Store().Add(_shop.Category, _cart, quantity: 1000)).Refusal);
    }

    [Fact]
    public async Task A_guard_is_compared_and_stays()
    {
        var model = Carts.Model(_shop.Category).Project(_shop.Category, "carts", ["carts"], (_, _, _, _, _) => { }, byStream: true, guards: ["carts"]);
        await _shop.Run("update carts set items = 77 where id = $1", Pg.Uuid(_cart));
        var identity = await _shop.Count("select 'carts'::regclass::oid::bigint");

        var status = await Rebuild("carts", model);

        Assert.Equal((RebuildState.Done, false), (status.State, status.Kept));
        Assert.Equal([new("carts", "carts", 9, 1, 0, 0)], status.Parity);
        Assert.Equal(identity, await _shop.Count("select 'carts'::regclass::oid::bigint"));
        Assert.Equal(77, await _shop.Count("select items::bigint from carts where id = $1", Pg.Uuid(_cart)));
        Assert.Equal(0, await _shop.Count("select count(*) from pg_namespace where nspname like 'rebuild%' or nspname like 'kept%'"));
    }

    [Fact]
    public async Task A_table_that_something_hangs_on_is_not_replaced()
    {
        await _shop.Run("create view open_carts as select * from carts where not closed");

        var refused = await Assert.ThrowsAsync<RebuildFailedException>(() => Rebuild("carts"));

        Assert.Contains("the view or rule on open_carts hangs on carts", refused.Message);
    }

    const string Belongings = """
        (select pg_get_indexdef(indexrelid) from pg_index where indrelid = 'carts'::regclass
         union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where conrelid = 'carts'::regclass
         union all select pg_get_triggerdef(oid) from pg_trigger where tgrelid = 'carts'::regclass
         union all select concat_ws(' ', relacl, reloptions, relowner, relpersistence, obj_description(oid)) from pg_class where oid = 'carts'::regclass
         union all select concat_ws(' ', column_name, column_default, is_nullable, data_type, ordinal_position) from information_schema.columns where table_name = 'carts' and table_schema = 'public') t
        """;

    static readonly Func<RebuildStatus, RebuildStatus?, bool> StatusComparer = (one, other) => one with { Parity = [] } == other! with { Parity = [] };

    async Task<RebuildStatus> Rebuild(string projection, StoreModel? model = null)
    {
        await using var rebuild = await new ProjectionRebuilds(_shop.DataSource, model ?? Carts.Model(_shop.Category)).Begin(projection, "test", default);
        return await rebuild!.Run(progress: null, default);
    }

    async Task<IReadOnlyList<ProjectionParity>> Compare()
    {
        await using var connection = await _shop.DataSource.OpenConnectionAsync();
        return await Replay.Compare(connection, Carts.Model(_shop.Category), default);
    }

    async Task<string> Rows(string table)
    {
        await using var command = _shop.DataSource.CreateCommand($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table}" + (table.EndsWith(" t", StringComparison.Ordinal) ? "" : " t"));
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
