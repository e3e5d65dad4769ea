using Booking.EventStore.Tests.Shop;
using Npgsql;
using NodaTime;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>A line kept elsewhere tells whether the log still is what it was.</summary>
public sealed class LogAnchorTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    static readonly Instant Now = Instant.FromUtc(2027, 3, 1, 12, 0);

    [Fact]
    public async Task What_comes_later_changes_nothing_of_an_anchor()
    {
        await shop.Store().Add(shop.Category, NewCart());
        var anchor = await Take();

        await shop.Store().Add(shop.Category, NewCart());

        Assert.Equal(anchor, await Take(anchor.Position));
        Assert.NotEqual(anchor.Digest, (await Take()).Digest);
        Assert.Equal(anchor, LogAnchor.Parse(anchor.ToString()));
        Assert.Null(LogAnchor.Parse(anchor + " "));
    }

    [Theory]
    [InlineData("update mt_events set data = data || '{\"altered\": 1}' where seq_id = (select min(seq_id) from mt_events)")]
    [InlineData("delete from mt_events where seq_id = (select min(seq_id) from mt_events)")]
    [InlineData("update mt_events set type = type || '_x' where seq_id = (select min(seq_id) from mt_events)")]
    [InlineData("update mt_events set id = gen_random_uuid() where seq_id = (select min(seq_id) from mt_events)")]
    public async Task Whatever_a_superuser_does_to_an_event_shows(string sql)
    {
        await shop.Store().Add(shop.Category, NewCart());
        var anchor = await Take();
        await using var connection = await shop.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var alter = new NpgsqlCommand($"set local session_replication_role = replica; {sql}", connection, transaction);
        await alter.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await transaction.CommitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(anchor, await Take(anchor.Position));
    }

    Task<LogAnchor> Take(long? upTo = null) => LogAnchor.Take(shop.DataSource, Now, upTo, CancellationToken.None);
}
