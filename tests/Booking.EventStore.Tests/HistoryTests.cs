using Booking.EventStore.Tests.Shop;
using NodaTime;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E5 and E6: who did what and when stands beside each event, and any state of the past can be had again.</summary>
public sealed class HistoryTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    [Fact]
    public async Task Each_event_says_when_by_whom_and_in_the_course_of_what()
    {
        var cart = NewCart();
        var context = new CommandContext(Noon, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", new("dr-sarah", "doctor"));

        await shop.Store().OpenAndFill(shop.Category, cart, context);

        var events = await shop.DataSource.ReadStream(cart);
        Assert.Equal(2, events.Select(e => e.Metadata.Id).Distinct().Count());
        Assert.Equal([1L, 2L], events.Select(e => e.Metadata.Version));
        Assert.All(events, e => Assert.Equal(
            new EventMetadata(
                e.Metadata.Id, cart, e.Metadata.Version, Noon, "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", new("dr-sarah", "doctor")),
            e.Metadata));
    }

    [Fact]
    public async Task Its_messages_carry_the_story_on_and_name_the_event_as_their_cause()
    {
        var cart = NewCart();

        await shop.Store().Add(shop.Category, cart);

        Assert.Equal(1, await shop.Count(
            """
            select count(*) from outbox o join mt_events e on e.stream_id = o.order_key and o.causation_id = e.id::text
             where o.order_key = $1 and o.correlation_id = e.correlation_id and o.actor = 'ann' and o.actor_role = 'desk'
            """,
            Pg.Uuid(cart)));
    }

    [Fact]
    public async Task An_id_of_a_stream_of_another_kind_has_no_state()
    {
        var (cart, baskets) = (NewCart(), new Category<string, string>("basket", "none", (_, _) => "some"));
        await shop.Store().Add(shop.Category, cart);

        Assert.Null(await shop.Store().StateAsOf(baskets, cart));
        Assert.Equal("none", (await shop.Store().Transact(baskets, cart, _ => [], At(), default)).Value);
    }

    [Fact]
    public async Task The_timestamps_of_a_stream_never_go_back_though_the_clock_does()
    {
        var (cart, store) = (NewCart(), shop.Store());
        await store.Add(shop.Category, cart, context: At(Noon));
        await store.Add(shop.Category, cart, context: At(Noon - Duration.FromHours(2)));
        await store.Add(shop.Category, cart, context: At(Noon + Duration.FromHours(2)));

        var events = await shop.DataSource.ReadStream(cart);

        Assert.Equal([Noon, Noon, Noon + Duration.FromHours(2)], events.Select(e => e.Metadata.At));
    }

    [Fact]
    public async Task A_projection_sees_the_instant_that_is_stored()
    {
        Instant? projected = null;
        var model = Carts.Model(shop.Category).Project(shop.Category, "clock", [], (_, metadata, _, _, _) => projected = metadata.At);
        var cart = NewCart();

        await shop.Store(model: model).Add(shop.Category, cart, context: At(Noon + Duration.FromNanoseconds(1_234_567)));

        Assert.Equal((await shop.DataSource.ReadStream(cart))[0].Metadata.At, projected);
    }

    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 3)]
    [InlineData(9_999, 6)]
    public async Task The_state_as_of_an_instant_is_what_had_happened_by_then(int minutesAfterNoon, int? items)
    {
        var (cart, store) = await ThreeHours();

        var state = await store.StateAsOf(shop.Category, cart, until: Noon + Duration.FromMinutes(minutesAfterNoon));

        Assert.Equal(items, state?.State.Items);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    [InlineData(9, 6)]
    public async Task The_state_as_of_a_version_is_folded_from_the_events_up_to_it(long version, int? items)
    {
        var (cart, store) = await ThreeHours();

        var state = await store.StateAsOf(shop.Category, cart, version: version);

        Assert.Equal((items, items is null ? null : Math.Min(version, 3)), (state?.State.Items, state?.Version));
    }

    async Task<(StreamId Cart, StreamStore Store)> ThreeHours()
    {
        var (cart, store) = (NewCart(), shop.Store());
        for (var hour = 0; hour < 3; hour++)
        {
            await store.Add(shop.Category, cart, quantity: hour + 1, context: At(Noon + Duration.FromHours(hour)));
        }

        return (cart, store);
    }
}
