using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>What a decision relies on without writing it: another stream's version, and rules that the database states again.</summary>
public sealed class GuardTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_decision_is_made_again_when_the_stream_that_it_guards_has_moved(bool exists)
    {
        var (guarded, cart, store, other) = (NewCart(), NewCart(), shop.Store(), shop.Store());
        if (exists)
        {
            await other.Add(shop.Category, guarded);
        }

        store.BeforeWrite = _ =>
        {
            store.BeforeWrite = null;
            other.Add(shop.Category, guarded).Wait();
        };

        var outcome = await AddAsManyAsIn(store, guarded, cart);

        Assert.Equal(exists ? 2 : 1, outcome.Value!.Items);
        Assert.Equal(1, await shop.Count("select version from mt_streams where id = $1", Pg.Uuid(cart)));
    }

    [Fact]
    public async Task A_guard_that_has_to_wait_judges_the_version_that_is_there_afterwards()
    {
        var (guarded, cart, store) = (NewCart(), NewCart(), shop.Store());
        await store.Add(shop.Category, guarded);
        await using var rival = await shop.DataSource.OpenConnectionAsync();
        var transaction = await rival.BeginTransactionAsync();
        await using var move = new NpgsqlCommand("update mt_streams set version = version + 1 where id = $1", rival).With(Pg.Uuid(guarded));
        await move.ExecuteNonQueryAsync();
        var conflicts = 0;
        store.BeforeWrite = _ => conflicts++;

        var waiting = store.Transact<CartState>(
            At(),
            unit =>
            {
                var version = unit.Load(
                    batch => batch.Add("select version from mt_streams where id = $1", Pg.Uuid(guarded)),
                    async (row, ct) => await row.ReadAsync(ct) ? row.GetInt64(0) : 0);
                return () => { unit.Lock(guarded, version.Value); return Carts.Empty; };
            },
            answer: null, default);
        await shop.UntilLockedOut(waiting);

        await transaction.CommitAsync();
        await waiting;

        Assert.Equal(2, conflicts);
    }

    [Fact]
    public async Task A_guard_stands_before_what_the_batch_appends()
    {
        var (store, guarded, cart) = (shop.Store(), NewCart(), NewCart());
        string[] statements = [];
        store.BeforeWrite = batch => statements = [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(s => s.CommandText)];

        await AddAsManyAsIn(store, guarded, cart, unit => unit.Guard(batch => batch.Add("select 'a guard'")));

        Assert.Equal([Sql.LockStreamAtVersion, "select 'a guard'", Sql.StartStream, Sql.AppendEvent], statements.Take(4));
    }

    [Fact]
    public async Task A_rule_that_does_not_hold_is_refused_under_its_own_name_and_writes_nothing()
    {
        var (given, cart) = (NewCart(), NewCart());
        await shop.Store().Add(shop.Category, given, quantity: 3);

        var outcome = await AddAsManyAsIn(shop.Store(), given, cart, unit => unit.Guard(batch => batch.Add(
            "select expect(items = 0, 'cart_is_empty') from carts where id = $1", Pg.Uuid(given))));

        Assert.Equal(Carts.NotEmpty, outcome.Refusal);
        Assert.Equal(Traces.None, await shop.TracesOf(cart));
    }

    [Fact]
    public async Task A_rule_that_nobody_registered_is_a_bug_and_says_its_name()
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => AddAsManyAsIn(
            shop.Store(), NewCart(), NewCart(), unit => unit.Guard(batch => batch.Add("select expect(false, 'nobody_knows_this')"))));

        Assert.Equal("nobody_knows_this", error.ConstraintName);
    }

    /// <summary>Reads one cart, guards it, and puts as many items into another.</summary>
    Task<Outcome<CartState>> AddAsManyAsIn(StreamStore store, StreamId read, StreamId written, Action<Unit>? also = null) =>
        store.Transact<CartState>(
            At(),
            unit =>
            {
                var (source, target) = (unit.Load(shop.Category, read), unit.Load(shop.Category, written));
                return () =>
                {
                    unit.Lock(read, source.Version);
                    also?.Invoke(unit);
                    return unit.Append(target, [new ItemAdded("tea", source.State.Items)]) is { } refusal ? refusal : target.State;
                };
            },
            answer: null, default);
}
