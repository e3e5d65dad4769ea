using Booking.EventStore.Rebuilding;
using Booking.EventStore.Tests.Shop;

namespace Booking.EventStore.Tests.Rebuilding;

/// <summary>What the tests of rebuilds do and look at.</summary>
static class Rebuilt
{
    public static async Task<RebuildStatus> Rebuild(
        this ShopFixture shop, string projection, StoreModel? model = null, Action<RebuildStatus>? watch = null, CancellationToken ct = default)
    {
        await using var rebuild = await new ProjectionRebuilds(shop.DataSource, model ?? Carts.Model(shop.Category)).Begin(projection, "test", ct);
        return await rebuild!.Run(watch is null ? null : new Watch(watch), ct);
    }

    public static async Task<IReadOnlyList<ProjectionParity>> Compare(this ShopFixture shop)
    {
        await using var connection = await shop.DataSource.OpenConnectionAsync();
        return await Replay.Compare(connection, Carts.Model(shop.Category), default);
    }

    public static async Task<string> Rows(this ShopFixture shop, string from)
    {
        await using var command = shop.DataSource.CreateCommand($"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {from} t");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public static Task<long> Schemas(this ShopFixture shop) =>
        shop.Count("select count(*) from pg_namespace where nspname like 'rebuild%' or nspname like 'kept%'");

    /// <summary>Told at once, by the thread that works: what it does is done before the work goes on.</summary>
    sealed class Watch(Action<RebuildStatus> watch) : IProgress<RebuildStatus>
    {
        public void Report(RebuildStatus value) => watch(value);
    }
}
