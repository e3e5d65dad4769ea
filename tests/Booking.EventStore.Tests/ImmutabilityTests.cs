using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E4: what happened stays as it was written, whoever asks.</summary>
public sealed class ImmutabilityTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData("update mt_events set data = '{}'")]
    [InlineData("update mt_events set version = version where false")]
    [InlineData("delete from mt_events")]
    [InlineData("delete from mt_streams")]
    [InlineData("truncate mt_events")]
    [InlineData("truncate mt_streams cascade")]
    [InlineData("insert into mt_events select * from mt_events on conflict (seq_id) do update set data = '{}'")]
    public async Task Changing_or_removing_an_event_is_refused(string sql)
    {
        await shop.Store().Add(shop.Category, NewCart());

        var error = await Assert.ThrowsAsync<PostgresException>(() => shop.Run(sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        Assert.Contains("Events are immutable", error.MessageText);
    }
}
