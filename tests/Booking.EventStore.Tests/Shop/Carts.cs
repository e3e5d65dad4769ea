using System.Text.Json.Serialization;
using Npgsql;

namespace Booking.EventStore.Tests.Shop;

/// <summary>A domain that is small enough to see through: what the store is proved with.</summary>
public abstract record CartEvent;

public sealed record CartOpened(string Owner) : CartEvent;

public sealed record ItemAdded(string Sku, int Quantity) : CartEvent;

public sealed record CartClosed(string Reason) : CartEvent;

/// <summary>As it was stored when a cart could only take one piece at a time.</summary>
public sealed record ItemAddedV1(string Sku);

public sealed record CartState(string? Owner, int Items, string? LastSku, bool Closed);

/// <summary>What the outbox is asked to do.</summary>
public sealed record TellWarehouse(Guid Cart);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CartOpened))]
[JsonSerializable(typeof(ItemAdded))]
[JsonSerializable(typeof(ItemAddedV1))]
[JsonSerializable(typeof(CartClosed))]
[JsonSerializable(typeof(CartState))]
[JsonSerializable(typeof(TellWarehouse))]
public sealed partial class CartJson : JsonSerializerContext;

public static class Carts
{
    public const string Tables = """
        create table carts (
            id uuid primary key, items int not null, closed boolean not null, changed_at timestamptz not null,
            constraint carts_hold_little check (items <= 1000));
        create table cart_lines (cart_id uuid not null, line bigint not null, sku text not null, primary key (cart_id, line));
        """;

    public static readonly Refusal TooMuch = new("cart-full", "A cart takes a thousand pieces.");
    public static readonly Refusal NotEmpty = new("cart-not-empty", "Only an empty cart may be given away.");
    public static readonly CartState Empty = new(null, 0, null, false);

    public static Category<CartState, CartEvent> Category(SnapshotPolicy<CartState>? snapshots = null) =>
        new("cart", Empty, Evolve) { Snapshots = snapshots };

    public static CartState Evolve(CartState cart, CartEvent @event) => @event switch
    {
        CartOpened opened => cart with { Owner = opened.Owner },
        ItemAdded added => cart with { Items = cart.Items + added.Quantity, LastSku = added.Sku },
        CartClosed => cart with { Closed = true },
        _ => throw new InvalidOperationException($"A cart does not know {@event}."),
    };

    public static StoreModel Model(Category<CartState, CartEvent> category)
    {
        var model = new StoreModel();
        AddEvents(model.Events);
        model.Messages.Add("tell_warehouse", CartJson.Default.TellWarehouse);
        return model
            .Project(category, "carts", ["carts"], ProjectCart, byStream: true)
            .Project(category, "cart lines", ["cart_lines"], ProjectLine)
            .React(category, (_, metadata, _) => [new(new TellWarehouse(metadata.Stream.Value))])
            .Refuse("carts_hold_little", TooMuch)
            .Refuse("cart_is_empty", NotEmpty);
    }

    public static EventTypes AddEvents(EventTypes types) => types
        .Add("cart_opened", CartJson.Default.CartOpened)
        .Add("item_added", CartJson.Default.ItemAdded, version: 2)
        .Upcast<ItemAddedV1, ItemAdded>("item_added", 1, CartJson.Default.ItemAddedV1, old => new(old.Sku, Quantity: 1))
        .Add("cart_closed", CartJson.Default.CartClosed);

    static void ProjectCart(CartEvent @event, EventMetadata metadata, CartState before, CartState after, NpgsqlBatch sql) => sql.Add(
        """
        insert into carts (id, items, closed, changed_at) values ($1, $2, $3, $4)
        on conflict (id) do update set items = excluded.items, closed = excluded.closed, changed_at = excluded.changed_at
        """,
        Pg.Uuid(metadata.Stream), Pg.Int(after.Items), Pg.Bool(after.Closed), Pg.At(metadata.At));

    static void ProjectLine(CartEvent @event, EventMetadata metadata, CartState before, CartState after, NpgsqlBatch sql)
    {
        if (@event is ItemAdded added)
        {
            sql.Add(
                "insert into cart_lines (cart_id, line, sku) values ($1, $2, $3)",
                Pg.Uuid(metadata.Stream), Pg.Long(metadata.Version), Pg.Text(added.Sku));
        }
    }
}
