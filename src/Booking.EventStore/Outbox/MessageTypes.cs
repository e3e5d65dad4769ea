using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Booking.EventStore.Outbox;

/// <summary>The names under which messages are stored, and how each is written and read. Filled at start, read-only afterwards.</summary>
public sealed class MessageTypes
{
    /// <summary>A message carries ids; one that is larger than this many bytes of JSON carries something else.</summary>
    public const int MaxBodyBytes = 4_096;

    const int MaxNameLength = 100;

    readonly Dictionary<Type, Entry> byType = [];
    readonly Dictionary<string, Entry> byName = new(StringComparer.Ordinal);

    readonly record struct Entry(string Name, JsonTypeInfo Json);

    /// <summary>Registers <typeparamref name="T"/> under a name that never changes afterwards.</summary>
    /// <exception cref="ArgumentException">The name or the type is registered already, or the name is longer than 100 characters.</exception>
    public MessageTypes Add<T>(string name, JsonTypeInfo<T> json) where T : notnull
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength, nameof(name));
        var entry = new Entry(name, json);
        if (byName.ContainsKey(name) || !byType.TryAdd(typeof(T), entry))
            throw new ArgumentException($"{typeof(T).Name} or '{name}' is registered already.", nameof(name));
        byName.Add(name, entry);
        return this;
    }

    /// <summary>All registered message types.</summary>
    public IReadOnlyCollection<Type> All => byType.Keys;

    /// <exception cref="InvalidOperationException">The type is not registered.</exception>
    public string NameOf(Type type) => Of(type).Name;

    internal (string Name, byte[] Json) Write(object body)
    {
        var entry = Of(body.GetType());
        var json = JsonSerializer.SerializeToUtf8Bytes(body, entry.Json);
        return json.Length <= MaxBodyBytes
            ? (entry.Name, json)
            : throw new InvalidOperationException($"{entry.Name} is {json.Length} bytes; a message carries ids, at most {MaxBodyBytes} bytes.");
    }

    internal object Read(string name, ReadOnlySpan<byte> json) =>
        byName.TryGetValue(name, out var entry)
            ? JsonSerializer.Deserialize(json, entry.Json) ?? throw new JsonException($"The body of a stored {name} is null.")
            : throw new InvalidOperationException($"No message type is registered as '{name}'.");

    Entry Of(Type type) =>
        byType.TryGetValue(type, out var entry) ? entry : throw new InvalidOperationException($"{type.Name} is not a registered message type.");
}
