using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>Whose turn it is, between the end of one rebuild and the beginning of the next.</summary>
public sealed class RebuildTurnTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();

    ProjectionRebuilds Rebuilds => new(_shop.DataSource, Carts.Model(_shop.Category));

    public async ValueTask InitializeAsync()
    {
        await _shop.InitializeAsync();
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Who_sees_that_one_has_ended_is_not_told_that_it_runs()
    {
        var ended = (await Rebuilds.Begin("carts", "one", default))!;
        Assert.Equal(RebuildState.Done, (await ended.Run(null, default)).State);

        var holder = Pg.Int((int)await _shop.Count("select pid::bigint from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
        var next = Rebuilds.Begin("carts", "two", default);
        await _shop.Until(next, "datname = current_database() and pid <> $1 and query like 'select state, version, position%'", holder);
        await ended.DisposeAsync();

        await using var begun = await next;
        Assert.NotNull(begun);
    }

    [Fact]
    public async Task One_that_is_cancelled_a_moment_too_late_stays_done()
    {
        await _shop.Rebuild("carts");
        await using var connection = await _shop.DataSource.OpenConnectionAsync();

        await RebuildRows.End(connection, "carts", RebuildState.Cancelled, error: null, default);

        Assert.Equal(RebuildState.Done, (await Rebuilds.Status("carts", default))!.State);
    }
}
