using System.Text;
using Booking.EventStore.Tests.Shop;
using Xunit;
using static Booking.EventStore.Tests.Shop.ShopFixture;

namespace Booking.EventStore.Tests;

/// <summary>E4: a stored event has an explicit name and version, and every version that was ever stored still loads.</summary>
public sealed class EventTypesTests(ShopFixture shop) : IClassFixture<ShopFixture>
{
    /// <summary>As each lies in a database somewhere. A sample is added with its type and never changed.</summary>
    static readonly Dictionary<string, (string Json, CartEvent Event)> Samples = new(StringComparer.Ordinal)
    {
        ["cart_opened"] = ("""{"owner":"ann"}""", new CartOpened("ann")),
        ["item_added"] = ("""{"sku":"tea"}""", new ItemAdded("tea", 1)),
        ["item_added_v2"] = ("""{"sku":"tea","quantity":3}""", new ItemAdded("tea", 3)),
        ["cart_closed"] = ("""{"reason":"paid"}""", new CartClosed("paid")),
    };

    readonly EventTypes _types = Carts.AddEvents(new());

    [Fact]
    public void Every_version_that_can_be_read_has_a_sample_that_still_loads()
    {
        Assert.Equal(_types.Readable.Order(StringComparer.Ordinal), Samples.Keys.Order(StringComparer.Ordinal));
        Assert.All(Samples, sample => Assert.Equal(sample.Value.Event, _types.Read(sample.Key, Encoding.UTF8.GetBytes(sample.Value.Json))));
    }

    [Fact]
    public async Task A_stream_that_an_older_program_began_is_folded_as_if_it_were_new()
    {
        var cart = NewCart();
        await shop.Run("insert into mt_streams (id, type, version) values ($1, 'cart', 1)", Pg.Uuid(cart));
        await shop.Run(
            "insert into mt_events (seq_id, id, stream_id, version, data, type) values (nextval('mt_events_sequence'), gen_random_uuid(), $1, 1, '{\"sku\":\"tea\"}', 'item_added')",
            Pg.Uuid(cart));

        var outcome = await shop.Store().Add(shop.Category, cart, quantity: 4);

        Assert.Equal(5, outcome.Value!.Items);
    }

    [Fact]
    public async Task An_event_is_stored_under_its_alias_with_its_version_and_beside_its_type()
    {
        var cart = NewCart();

        await shop.Store().OpenAndFill(shop.Category, cart, At());

        Assert.Equal(["cart_opened", "item_added_v2"], (await shop.DataSource.ReadStream(cart)).Select(e => e.Type));
        Assert.Equal(1, await shop.Count(
            "select count(*) from mt_events where stream_id = $1 and mt_dotnet_type = 'Booking.EventStore.Tests.Shop.ItemAdded, Booking.EventStore.Tests'",
            Pg.Uuid(cart)));
    }

    [Fact]
    public void An_alias_that_nobody_registered_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _types.Read("cart_stolen", "{}"u8));

        Assert.Contains("'cart_stolen'", error.Message);
    }

    [Fact]
    public void A_type_that_nobody_registered_is_named()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _types.Of("a string"));

        Assert.Contains("String", error.Message);
    }

    [Fact]
    public void An_alias_is_registered_once() =>
        Assert.Throws<ArgumentException>(() => _types.Add("cart_opened", CartJson.Default.CartState));

    [Fact]
    public void A_version_that_can_be_read_is_not_registered_again() =>
        Assert.Throws<ArgumentException>(() => _types.Upcast<ItemAddedV1, ItemAdded>("item_added", 2, CartJson.Default.ItemAddedV1, _ => null!));

    [Fact]
    public void A_type_is_registered_once() =>
        Assert.Throws<ArgumentException>(() => _types.Add("cart_begun", CartJson.Default.CartOpened));

    [Theory]
    [InlineData("")]
    [InlineData("CartOpened")]
    [InlineData("cart opened")]
    [InlineData("cart__opened")]
    [InlineData("cart_opened_")]
    public void An_alias_is_lower_case_words_joined_by_underscores(string alias) =>
        Assert.Throws<ArgumentException>(() => new EventTypes().Add(alias, CartJson.Default.CartOpened));
}
