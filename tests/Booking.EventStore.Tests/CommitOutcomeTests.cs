using Booking.EventStore.Tests.Shop;
using Booking.Testing;
using Npgsql;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>A connection that is lost at the commit leaves the client not knowing; only a repeat under its key may find out.</summary>
public sealed class CommitOutcomeTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task A_commit_whose_answer_is_lost_is_not_tried_again_and_the_repeat_gets_the_first_answer(int optimisticAttempts)
    {
        await using var proxy = CuttingProxy.To(shop.Port);
        var throughProxy = shop.Open(change: settings =>
        {
            settings.Port = proxy.Port;
            settings.SslMode = SslMode.Disable;
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        });
        var store = shop.Store(throughProxy, optimistic: optimisticAttempts);
        var (cart, key, decisions) = (NewCart(), Key(Guid.NewGuid().ToString()), 0);
        store.BeforeWrite = _ => proxy.CutAtCommit();

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => store.OpenAndFill(shop.Category, cart, At(key: key), () => decisions++));
        Assert.Equal(1, decisions);
        Assert.Equal(new Traces(1, 2, 1, 1, 2, 1), await shop.TracesOf(cart, key.Key));

        store.BeforeWrite = null;
        var repeat = await store.OpenAndFill(shop.Category, cart, At(key: key), () => decisions++);

        Assert.Equal((201, "2 items"), (repeat.Repeat!.Status, System.Text.Encoding.UTF8.GetString(repeat.Repeat.Body)));
        Assert.Equal(1, decisions);
        Assert.Equal(new Traces(1, 2, 1, 1, 2, 1), await shop.TracesOf(cart, key.Key));
    }
}
