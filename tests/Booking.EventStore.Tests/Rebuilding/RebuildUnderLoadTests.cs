using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>Writers and readers go on while a projection is made anew, and what they write is in it.</summary>
public sealed class RebuildUnderLoadTests : IAsyncLifetime
{
    readonly ShopFixture _shop = new();

    public ValueTask InitializeAsync() => _shop.InitializeAsync();

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Nobody_sees_an_error_or_fewer_carts_than_before()
    {
        using var end = new CancellationTokenSource();
        Task[] busy = [.. Enumerable.Range(0, 3).Select(seed => Write(new Random(seed), end.Token)), .. Enumerable.Range(0, 3).Select(_ => ReadOn(end.Token))];
        List<RebuildStatus> ended = [];
        try
        {
            foreach (var projection in (string[])["carts", "cart lines", "carts", "cart lines"])
            {
                ended.Add(await _shop.Rebuild(projection));
            }
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(busy);
        }

        Assert.All(ended, status => Assert.Equal((RebuildState.Done, null), (status.State, status.Error)));
        Assert.All(ended.SelectMany(status => status.Parity), parity => Assert.True(parity.IsClean, parity.ToString()));
        Assert.All(await _shop.Compare(), parity => Assert.True(parity.IsClean, parity.ToString()));
    }

    [Theory]
    [InlineData("carts")]
    [InlineData("cart lines")]
    public async Task A_writer_that_commits_late_is_not_lost(string projection)
    {
        const long Gate = 43;
        var (late, store) = (NewCart(), _shop.Store());
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        await using var keeper = await _shop.DataSource.OpenConnectionAsync();
        await Run(keeper, $"select pg_advisory_lock({Gate})");
        store.BeforeWrite = batch => batch.Add($"select pg_advisory_xact_lock({Gate})");
        var writing = store.OpenAndFill(_shop.Category, late, At());
        await _shop.UntilLockedOut(writing);
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());

        var rebuilding = _shop.Rebuild(projection);
        await _shop.Until(rebuilding, "datname = current_database() and query like '%pg_snapshot_xmin%' and pid <> pg_backend_pid()");
        await Run(keeper, $"select pg_advisory_unlock({Gate})");
        await writing;

        Assert.Equal(6, (await rebuilding).Done);
        Assert.All(await _shop.Compare(), parity => Assert.True(parity is { IsClean: true, Same: 3 }, parity.ToString()));
    }

    [Theory]
    [InlineData("carts")]
    [InlineData("cart lines")]
    public async Task What_is_written_before_each_step_is_in_the_new_table(string projection)
    {
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        HashSet<RebuildState> seen = [];

        var status = await _shop.Rebuild(projection, watch: s =>
        {
            if (s.IsRunning && seen.Add(s.State))
            {
                _shop.Store().OpenAndFill(_shop.Category, NewCart(), At()).GetAwaiter().GetResult();
            }
        });

        Assert.Equal(4, seen.Count);
        Assert.Equal(10, status.Done);
        Assert.All(await _shop.Compare(), parity => Assert.True(parity is { IsClean: true, Same: 5 }, parity.ToString()));
    }

    [Theory]
    [InlineData("public.mt_streams")]
    [InlineData("public.carts")]
    [InlineData("rebuild_carts.carts")]
    public async Task Writers_do_not_wait_while_it_waits_for_a_vacuum(string table)
    {
        await _shop.Store().OpenAndFill(_shop.Category, NewCart(), At());
        await using var vacuum = await _shop.DataSource.OpenConnectionAsync();
        var begun = false;
        var rebuilding = Task.Run(() => _shop.Rebuild("carts", watch: s =>
        {
            if (s.State == RebuildState.Swapping && !begun)
            {
                begun = true;
                Run(vacuum, $"begin; lock table {table} in share update exclusive mode").GetAwaiter().GetResult();
            }
        }));
        await _shop.UntilLockedOut(rebuilding);

        for (var look = 0; look < 20; look++, await Task.Delay(50))
        {
            Assert.Equal(0, await _shop.Count("select count(*) from pg_locks where relation = 'mt_streams'::regclass and mode = 'ShareLock' and database = (select oid from pg_database where datname = current_database())"));
        }

        await Run(vacuum, "commit");
        Assert.Equal(RebuildState.Done, (await rebuilding).State);
    }

    async Task Write(Random random, CancellationToken end)
    {
        List<StreamId> carts = [];
        for (var store = _shop.Store(); !end.IsCancellationRequested;)
        {
            if (carts.Count == 0 || random.Next(3) == 0)
            {
                carts.Add(NewCart());
                Assert.Null((await store.OpenAndFill(_shop.Category, carts[^1], At())).Refusal);
            }
            else if (random.Next(8) == 0)
            {
                await store.Transact(_shop.Category, carts[random.Next(carts.Count)], _ => [new CartClosed("done")], At(), default);
            }
            else
            {
                Assert.Null((await store.Add(_shop.Category, carts[random.Next(carts.Count)], sku: "tea")).Refusal);
            }
        }
    }

    /// <summary>By statements that are prepared, as those of the service are.</summary>
    async Task ReadOn(CancellationToken end)
    {
        for (long carts = 0, lines = 0; !end.IsCancellationRequested;)
        {
            var (now, then) = (await _shop.Count("select count(*) from carts"), await _shop.Count("select count(*) from cart_lines"));
            Assert.True(now >= carts && then >= lines, $"{carts} carts with {lines} lines became {now} with {then}.");
            (carts, lines) = (now, then);
        }
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
