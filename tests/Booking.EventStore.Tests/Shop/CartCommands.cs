using System.Text;

namespace Booking.EventStore.Tests.Shop;

/// <summary>The commands that most tests need, as a feature would write them.</summary>
static class CartCommands
{
    public static Task<Outcome<CartState>> Add(
        this StreamStore store, Category<CartState, CartEvent> category, StreamId cart, int quantity = 1, string sku = "tea", CommandContext? context = null) =>
        store.Transact(category, cart, _ => [new ItemAdded(sku, quantity)], context ?? ShopFixture.At(), default);

    /// <summary>Opens a cart and puts something into it; what a repeat is told is the number of items.</summary>
    public static Task<Outcome<CartState>> OpenAndFill(
        this StreamStore store, Category<CartState, CartEvent> category, StreamId cart, CommandContext context, Action? decided = null) =>
        store.Transact<CartState>(
            context,
            unit =>
            {
                var stream = unit.Load(category, cart);
                return () =>
                {
                    decided?.Invoke();
                    return unit.Append(stream, [new CartOpened("ann"), new ItemAdded("tea", 2)]) is { } refusal ? refusal : stream.State;
                };
            },
            state => new(201, $"/carts/{cart}", $"\"{cart}\"", Encoding.UTF8.GetBytes($"{state.Items} items")),
            default);
}
