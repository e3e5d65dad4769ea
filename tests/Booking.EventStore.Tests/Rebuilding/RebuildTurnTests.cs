using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using Npgsql;
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
    public async Task One_that_cannot_begin_or_be_cancelled_does_not_keep_the_turn()
    {
        // What is pooled gives its locks back when it is used again, so another looks.
        await using var other = await _shop.DataSource.OpenConnectionAsync();
        await _shop.Run("create view of_carts as select * from carts");
        await Assert.ThrowsAsync<RebuildFailedException>(() => Rebuilds.Begin("carts", "one", default));
        Assert.True(await RebuildRows.TryLock(other, "carts", default));

        await _shop.Run("drop view of_carts");
        await RebuildRows.Unlock(other, "carts");
        await (await Rebuilds.Begin("carts", "two", default))!.DisposeAsync();
        await _shop.Run("""
            create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$;
            create trigger refuse before update on projection_rebuilds for each row when (new.state = 'cancelled') execute function refuse()
            """);
        await Assert.ThrowsAsync<PostgresException>(() => Rebuilds.Cancel("carts", default));
        Assert.True(await RebuildRows.TryLock(other, "carts", default));
    }

    [Fact]
    public async Task A_swap_that_stands_in_line_comes_before_the_verifications_that_begin_after_it()
    {
        await using var first = await _shop.DataSource.OpenConnectionAsync();
        await using var swap = await _shop.DataSource.OpenConnectionAsync();
        await using var second = await _shop.DataSource.OpenConnectionAsync();
        var held = await ReplaySnapshot.Hold(first, default);
        await using var transaction = await swap.BeginTransactionAsync();
        Assert.False(await ReplaySnapshot.KeepOut(swap, TimeSpan.Zero, default));

        var inLine = ReplaySnapshot.KeepOut(swap, TimeSpan.FromMinutes(1), default);
        await _shop.UntilLockedOut(inLine);
        var later = ReplaySnapshot.Hold(second, default);
        await held.DisposeAsync();

        Assert.True(await inLine);
        await transaction.CommitAsync();
        await (await later).DisposeAsync();
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
