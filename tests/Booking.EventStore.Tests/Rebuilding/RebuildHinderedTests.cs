using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>What stands in the way of a rebuild, and that it stands in nobody's way.</summary>
public sealed class RebuildHinderedTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        for (var i = 0; i < 3; i++)
        {
            await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        }
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task A_verification_that_takes_longer_than_locks_are_tried_for_does_not_fail_it()
    {
        await using var connection = await _shop.DataSource.OpenConnectionAsync();
        var verification = await ReplaySnapshot.Hold(connection, default);
        var (tries, rebuilds) = (0, new ProjectionRebuilds(_shop.DataSource, Carts.Model(_shop.Category)) { Patience = TimeSpan.Zero });

        await using var rebuild = await rebuilds.Begin("carts", "test", default);
        var status = await rebuild!.Run(
            new Watch(now =>
            {
                if (now is { State: RebuildState.CatchingUp, Parity.Count: > 0 } && ++tries == 2)
                {
                    verification.DisposeAsync().AsTask().GetAwaiter().GetResult();
                }
            }),
            default);

        Assert.Equal(RebuildState.Done, status.State);
        Assert.InRange(tries, 2, int.MaxValue);
    }

    [Fact]
    public async Task One_that_stands_still_with_its_locks_before_the_comparison_lets_writers_go_on_and_compares_what_they_wrote()
    {
        var standing = new Standing(_shop, RebuildState.Comparing);

        var status = await _shop.Rebuild("carts", watch: standing.Watch);

        Assert.True(standing.Written);
        Assert.Equal((RebuildState.Done, 4L), (status.State, await _shop.Count("select count(*) from carts")));
        Assert.True(status.Parity[0] is { IsClean: true, Same: 4 }, status.Parity[0].ToString());
    }

    [Fact]
    public async Task One_that_stands_still_with_its_locks_in_the_swap_lets_writers_go_on_and_is_interrupted()
    {
        var standing = new Standing(_shop, RebuildState.Swapping);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => _shop.Rebuild("carts", watch: standing.Watch));

        Assert.True(standing.Written);
        Assert.Equal((RebuildState.Done, 4L), ((await _shop.Rebuild("carts")).State, await _shop.Count("select count(*) from carts")));
    }

    [Fact]
    public async Task One_that_finds_the_disk_full_gives_its_room_back()
    {
        await _shop.Run("""
            create function full_disk() returns trigger language plpgsql as $$ begin raise exception 'No space left on device' using errcode = '53100'; end $$;
            create trigger disk_is_full before update on projection_rebuilds for each row when (new.state = 'catching_up') execute function full_disk()
            """);

        var status = await _shop.Rebuild("carts");

        Assert.Equal((RebuildState.Failed, "No space left on device"), (status.State, status.Error));
        Assert.Equal(0, await _shop.Schemas());
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    public async Task Guards_are_of_the_new_version_when_they_are_as_it_says(int quantity, int version)
    {
        await _shop.Run("update carts set items = 3");
        var model = new StoreModel();
        Carts.AddEvents(model.Events);
        model.Project(_shop.Category, "carts", ["carts"], (_, metadata, _, after, sql) => sql.Add(
            "insert into carts (id, items, closed, changed_at) values ($1, $2, $3, $4) on conflict (id) do update set items = excluded.items, closed = excluded.closed, changed_at = excluded.changed_at",
            Pg.Uuid(metadata.Stream), Pg.Int(quantity), Pg.Bool(after.Closed), Pg.At(metadata.At)), byStream: true, version: 2, guards: ["carts"]);

        var status = await _shop.Rebuild("carts", model);

        Assert.Equal((RebuildState.Done, quantity == 3), (status.State, status.Parity[0].IsClean));
        Assert.Equal(version, (await new ProjectionRebuilds(_shop.DataSource, model).LiveVersions(default))["carts"]);
        Assert.Equal(0, await _shop.Schemas());
    }

    [Fact]
    public async Task After_a_stream_of_very_many_events_the_page_ends()
    {
        await _shop.Run("update mt_streams set version = 1000000 where id = (select id from mt_streams order by id limit 1)");
        var (model, pages) = (Carts.Model(_shop.Category), 0);
        await using var connection = await _shop.DataSource.OpenConnectionAsync();

        for (Guid? after = Guid.Empty; after is { } cursor; pages++)
        {
            after = await ReplayPages.ByStream(connection, [.. model.Projections.First(p => p.Name == "carts").Categories], cursor, long.MaxValue, _ => { }, default);
        }

        Assert.Equal(3, pages);
    }

    /// <summary>Of each state the second is told with writers shut out. The server ends who stands still before a writer has waited for as long as it does.</summary>
    sealed class Standing(ShopFixture shop, RebuildState state)
    {
        int _reports;

        public bool Written { get; private set; }

        public void Watch(RebuildStatus now)
        {
            if (now.State == state && ++_reports == 2)
            {
                Written = Task.Run(() => shop.Store().OpenAndFill(shop.Category, NewCart(), At())).Wait(TimeSpan.FromMinutes(1));
            }
        }
    }

    sealed class Watch(Action<RebuildStatus> watch) : IProgress<RebuildStatus>
    {
        public void Report(RebuildStatus value) => watch(value);
    }
}
