using System.Text;
using Booking.EventStore.Tests.Shop;
using NodaTime;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>A client's key stands for one request: a repeat is answered and not run.</summary>
public sealed class IdempotencyTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task A_hundred_requests_at_once_under_one_key_have_one_effect_and_one_answer()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Key(Guid.NewGuid().ToString()));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => store.OpenAndFill(shop.Category, cart, At(key: key))));

        Assert.Single(outcomes, o => o is { Refusal: null, Repeat: null, Value.Items: 2 });
        var repeats = outcomes.Where(o => o.Repeat is not null).ToList();
        Assert.Equal(99, repeats.Count);
        Assert.All(repeats, o => Assert.Equal(
            (201, $"/carts/{cart}", $"\"{cart}\"", "2 items"),
            (o.Repeat!.Status, o.Repeat.Location, o.Repeat.ETag, Encoding.UTF8.GetString(o.Repeat.Body))));
        Assert.Equal(new Traces(1, 2, 1, 1, 2, 1), await shop.TracesOf(cart, key.Key));
    }

    [Fact]
    public async Task Another_request_under_a_used_key_is_refused()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Guid.NewGuid().ToString());
        await store.OpenAndFill(shop.Category, cart, At(key: Key(key, request: 1)));

        var outcome = await store.OpenAndFill(shop.Category, cart, At(key: Key(key, request: 2)));

        Assert.Equal((Refusal.KeyReused, 422), (outcome.Refusal, outcome.Refusal!.Status));
        Assert.Equal(2, (await shop.DataSource.ReadStream(cart)).Count);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Key(Guid.NewGuid().ToString()));
        var refused = await store.Transact<CartState>(At(key: key), _ => () => Carts.NotEmpty, _ => new(200, null, null, []), default);
        Assert.Equal(Carts.NotEmpty, refused.Refusal);

        var outcome = await store.OpenAndFill(shop.Category, cart, At(key: key));

        Assert.Equal((2, null), (outcome.Value!.Items, outcome.Repeat));
    }

    [Fact]
    public async Task A_request_that_the_database_refuses_leaves_its_key_free()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Key(Guid.NewGuid().ToString()));
        var refused = await store.Transact<CartState>(
            At(key: key),
            unit => () => { unit.Guard(batch => batch.Add("select expect(false, 'cart_is_empty')")); return Carts.Empty; },
            _ => new(200, null, null, []),
            default);
        Assert.Equal(Carts.NotEmpty, refused.Refusal);

        Assert.Null((await store.OpenAndFill(shop.Category, cart, At(key: key))).Repeat);
    }

    [Fact]
    public async Task Another_callers_key_is_another_key()
    {
        var (store, key) = (shop.Store(), Guid.NewGuid().ToString());
        await store.OpenAndFill(shop.Category, NewCart(), At(key: Key(key)));

        var outcome = await store.OpenAndFill(shop.Category, NewCart(), At(key: Key(key) with { Caller = "bob" }));

        Assert.Equal((2, null), (outcome.Value!.Items, outcome.Repeat));
    }

    [Fact]
    public async Task A_key_is_remembered_for_72_hours_and_free_again_afterwards()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Guid.NewGuid().ToString());
        await store.OpenAndFill(shop.Category, cart, At(Noon, Key(key)));
        var last = Noon + Duration.FromHours(72);

        var remembered = await store.OpenAndFill(shop.Category, cart, At(last - Duration.FromMilliseconds(1), Key(key)));
        var forgotten = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.OpenAndFill(shop.Category, cart, At(last, Key(key, request: 2)))));

        Assert.NotNull(remembered.Repeat);
        Assert.Single(forgotten, o => o is { Refusal: null, Repeat: null, Value.Items: 4 });
        Assert.Equal(7, forgotten.Count(o => o.Repeat is not null));
        Assert.Equal(4, (await shop.DataSource.ReadStream(cart)).Count);
    }

    [Fact]
    public async Task The_answer_is_kept_sealed_and_opened_for_the_repeat()
    {
        var seal = new AnswerSeal(body => [.. body.Select(b => (byte)~b)], body => [.. body.Select(b => (byte)~b)]);
        var (store, cart, key) = (shop.Store(seal: seal), NewCart(), Key(Guid.NewGuid().ToString()));
        await store.OpenAndFill(shop.Category, cart, At(key: key));

        var repeat = await store.OpenAndFill(shop.Category, cart, At(key: key));

        Assert.Equal("2 items", Encoding.UTF8.GetString(repeat.Repeat!.Body));
        Assert.Equal(1, await shop.Count(
            "select count(*) from idempotency where key = $1 and body = $2", Pg.Text(key.Key), Pg.Bytes(seal.Seal("2 items"u8.ToArray()))));
    }

    [Fact]
    public async Task A_request_that_changes_nothing_is_answered_again_too()
    {
        var (store, key) = (shop.Store(), Key(Guid.NewGuid().ToString()));
        Func<Unit, Func<Result<CartState>>> nothing = _ => () => Carts.Empty;
        await store.Transact(At(key: key), nothing, _ => new(200, null, null, [7]), default);

        var repeat = await store.Transact(At(key: key), nothing, _ => new(200, null, null, [8]), default);

        Assert.Equal([7], repeat.Repeat!.Body);
    }

    // The key is looked up in the same round trip as the state, and between two statements of it the first request may commit.
    [Fact]
    public async Task A_repeat_that_sees_the_first_requests_effect_also_sees_its_answer()
    {
        var (store, cart, key) = (shop.Store(), NewCart(), Key(Guid.NewGuid().ToString()));
        await using var gate = await shop.DataSource.OpenConnectionAsync();
        await Run(gate, "select pg_advisory_lock(4711)");

        var repeat = store.Transact<CartState>(
            At(key: key),
            unit =>
            {
                unit.Load(batch => batch.Add("select pg_advisory_xact_lock(4711)"), (_, _) => ValueTask.FromResult(0));
                var stream = unit.Load(shop.Category, cart);
                return () => stream.Exists ? Carts.NotEmpty : stream.State;
            },
            _ => new(200, null, null, []),
            default);
        while (await shop.Count("select count(*) from pg_locks where locktype = 'advisory' and objid = 4711 and not granted") == 0)
        {
            await Task.Yield();
        }

        await store.OpenAndFill(shop.Category, cart, At(key: key));
        await Run(gate, "select pg_advisory_unlock(4711)");

        Assert.Equal("2 items", Encoding.UTF8.GetString((await repeat).Repeat!.Body));
    }

    static async Task Run(Npgsql.NpgsqlConnection connection, string sql)
    {
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
