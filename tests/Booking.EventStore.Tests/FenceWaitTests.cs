using Booking.EventStore.Tests.Shop;
using Npgsql;
using Xunit;

namespace Booking.EventStore.Tests;

/// <summary>How long, and with what, a reader of the log waits for the writers in flight.</summary>
public sealed class FenceWaitTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task Who_waits_without_a_connection_of_their_own_waits_no_longer_than_they_said()
    {
        await using var writer = await shop.DataSource.OpenConnectionAsync();
        await using var transaction = await writer.BeginTransactionAsync();
        await using (var write = new NpgsqlCommand("select pg_current_xact_id()", writer, transaction))
            await write.ExecuteNonQueryAsync();

        await Assert.ThrowsAsync<TimeoutException>(() => SettledPosition.Read(shop.DataSource, TimeSpan.FromMilliseconds(50), default));
        await transaction.RollbackAsync();
        Assert.Equal(await SettledPosition.Read(writer, default), await SettledPosition.Read(shop.DataSource, TimeSpan.FromMinutes(2), default));
    }
}
