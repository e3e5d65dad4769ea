using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E3: a follower of the log never skips an event whose transaction commits late.</summary>
public sealed class FenceTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task An_event_that_commits_after_a_later_one_is_not_skipped()
    {
        const long Gate = 42;
        var (slow, fast, slowStore) = (NewCart(), NewCart(), shop.Store());
        await using var keeper = await shop.DataSource.OpenConnectionAsync();
        var start = await SettledPosition.Read(keeper, default);
        await Run(keeper, $"select pg_advisory_lock({Gate})");
        slowStore.BeforeWrite = batch => batch.Add($"select pg_advisory_xact_lock({Gate})");
        var writing = slowStore.Add(shop.Category, slow);
        await shop.UntilLockedOut(writing);
        await shop.Store().Add(shop.Category, fast);

        await using var connection = await shop.DataSource.OpenConnectionAsync();
        var follower = new Follower(connection, fenced: true, start);
        var inBetween = follower.Follow();
        await shop.Until(inBetween, "pid = $1 and query like '%pg_snapshot_xmin%'", Pg.Int(connection.ProcessID));
        await Run(keeper, $"select pg_advisory_unlock({Gate})");
        await writing;
        await inBetween;
        await follower.Follow();

        Assert.Equal([slow, fast], follower.Seen.Select(e => e.Metadata.Stream));
    }

    [Fact]
    public async Task A_follower_of_eight_writers_that_pause_and_roll_back_misses_nothing_and_a_bare_cursor_would()
    {
        using var end = new CancellationTokenSource();
        await using var one = await shop.DataSource.OpenConnectionAsync();
        await using var two = await shop.DataSource.OpenConnectionAsync();
        var start = await SettledPosition.Read(one, default);
        var (fenced, bare) = (new Follower(one, fenced: true, start), new Follower(two, fenced: false, start));
        Task[] following = [fenced.FollowUntil(end.Token), bare.FollowUntil(end.Token)];

        try
        {
            await Task.WhenAll(Enumerable.Range(1, 8).Select(WriteWithPauses));
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(following);
        }

        await using var connection = await shop.DataSource.OpenConnectionAsync();
        var log = (await connection.ReadLog(start, long.MaxValue, 10_000, default)).Select(e => e.Position).ToHashSet();
        Assert.Equal(log.Order(), fenced.Seen.Select(e => e.Position));
        Assert.All(fenced.Seen.GroupBy(e => e.Metadata.Stream), stream =>
            Assert.Equal(stream.Select(e => e.Metadata.Version).Order(), stream.Select(e => e.Metadata.Version)));
        Assert.NotEmpty(log.Except(bare.Seen.Select(e => e.Position)));
    }

    [Fact]
    public async Task A_writer_writes_all_its_streams_rows_before_it_asks_for_a_position()
    {
        StreamId[] carts = [NewCart(), NewCart()];
        var store = shop.Store();
        await store.Add(shop.Category, carts[0]);
        string[] statements = [];
        store.BeforeWrite = batch => statements = [.. batch.BatchCommands.Cast<NpgsqlBatchCommand>().Select(s => s.CommandText)];

        await store.Transact<CartState>(
            At(),
            unit =>
            {
                var loaded = carts.Select(cart => unit.Load(shop.Category, cart)).ToList();
                return () =>
                {
                    loaded.ForEach(cart => unit.Append(cart, [new ItemAdded("tea", 1)]));
                    return Carts.Empty;
                };
            },
            answer: null, default);

        var rows = statements.Where(s => s is Sql.StartStream or Sql.AdvanceStream or Sql.AppendEvent).ToList();
        Assert.Equal([Sql.AdvanceStream, Sql.StartStream], rows.Take(2).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal([Sql.AppendEvent, Sql.AppendEvent], rows.Skip(2));
    }

    /// <summary>Two streams a writer and one that all share; a pause somewhere in the batch; one in ten does not commit.</summary>
    async Task WriteWithPauses(int seed)
    {
        var (random, store) = (new Random(seed), shop.Store());
        StreamId[] carts = [new(new Guid(seed, 0, 1, new byte[8])), new(new Guid(seed, 0, 2, new byte[8])), new(new Guid(0, 0, 3, new byte[8]))];
        for (var round = 0; round < 60; round++)
        {
            var (pause, fails) = (random.NextDouble() * 0.02, random.Next(10) == 0);
            store.BeforeWrite = batch =>
            {
                var at = random.Next(batch.BatchCommands.Count + 1);
                batch.BatchCommands.Insert(at, new NpgsqlBatchCommand(FormattableString.Invariant($"select pg_sleep({pause:F4})")));
                if (fails)
                {
                    batch.Add("select expect(false, 'cart_is_empty')");
                }
            };
            var outcome = await store.Add(shop.Category, carts[random.Next(carts.Length)]);
            Assert.Equal(fails, outcome.Refusal is not null);
        }
    }

    static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Reads on from its cursor; without the fence, as far as it can see.</summary>
    sealed class Follower(NpgsqlConnection connection, bool fenced, long start = 0)
    {
        long _cursor = start;

        public List<RecordedEvent> Seen { get; } = [];

        public async Task Follow()
        {
            var upTo = fenced ? await SettledPosition.Read(connection, default) : long.MaxValue;
            var page = await connection.ReadLog(_cursor, upTo, 10_000, default);
            Seen.AddRange(page);
            _cursor = fenced ? upTo : page.Count > 0 ? page[^1].Position : _cursor;
        }

        public async Task FollowUntil(CancellationToken end)
        {
            while (!end.IsCancellationRequested)
            {
                await Follow();
            }

            await Follow();
        }
    }
}
