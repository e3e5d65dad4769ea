using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Booking.Service;

/// <summary>An immutable list that equals another with equal items in the same order, so that records which hold one compare by value.</summary>
/// <remarks>A plain array in JSON. A source-generated context names the item's type beside the record: it does not look through converters.</remarks>
[CollectionBuilder(typeof(EquatableList), nameof(EquatableList.Of))]
[JsonConverter(typeof(EquatableListConverter))]
public sealed class EquatableList<T> : IReadOnlyList<T>, IEquatable<EquatableList<T>>
{
    internal static readonly EquatableList<T> Empty = new([]);
    readonly T[] items;

    // Takes the array as its own: whoever calls keeps no reference to it.
    internal EquatableList(T[] items) => this.items = items;

    public int Count => items.Length;
    public T this[int index] => items[index];
    public ReadOnlySpan<T> AsSpan() => items;

    public bool Equals(EquatableList<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.items);
    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"[{string.Join(", ", items)}]";
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => items.GetEnumerator();
}

public static class EquatableList
{
    public static EquatableList<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? EquatableList<T>.Empty : new(items.ToArray());
    public static EquatableList<T> ToEquatableList<T>(this IEnumerable<T> items) => new(items.ToArray());
}

/// <summary>Makes the converter of each list's own item type.</summary>
public sealed class EquatableListConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(EquatableList<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(OfItems<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    sealed class OfItems<T> : JsonConverter<EquatableList<T>>
    {
        public override EquatableList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException("A list is an array.");
            var info = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            var items = new List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add(JsonSerializer.Deserialize(ref reader, info) ?? throw new JsonException("A list has no null items."));
            return new([.. items]);
        }

        public override void Write(Utf8JsonWriter writer, EquatableList<T> value, JsonSerializerOptions options)
        {
            var info = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
            writer.WriteStartArray();
            foreach (var item in value)
                JsonSerializer.Serialize(writer, item, info);
            writer.WriteEndArray();
        }
    }
}
