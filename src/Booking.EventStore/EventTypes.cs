using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Booking.EventStore;

/// <summary>
/// The one registry of event types. A type's alias is its storage name for ever; version n of it is stored as
/// <c>alias_vn</c> (Marten's convention), and older versions are read through <see cref="Upcast{TOld,TNew}"/>.
/// </summary>
public sealed class EventTypes
{
    readonly Dictionary<Type, EventType> _byType = [];
    readonly Dictionary<string, Func<ReadOnlySpan<byte>, object>> _readers = new(StringComparer.Ordinal);

    /// <summary>The aliases that are written today, each with the type it stands for.</summary>
    public IEnumerable<(string Alias, Type Type)> Written => _byType.Values.Select(t => (t.Alias, t.Json.Type));

    /// <summary>Every alias that can be read, older versions included.</summary>
    public IEnumerable<string> Readable => _readers.Keys;

    /// <param name="alias">Lower-case words joined by underscores, past tense, at most 100 characters.</param>
    /// <param name="version">1 unless the shape changed incompatibly.</param>
    /// <exception cref="ArgumentException">The alias or the type is registered already.</exception>
    public EventTypes Add<T>(string alias, JsonTypeInfo<T> json, int version = 1) where T : class
    {
        var stored = Versioned(alias, version);
        _byType.Add(typeof(T), new(stored, json));
        _readers.Add(stored, bytes => JsonSerializer.Deserialize(bytes, json) ?? throw NullEvent(stored));
        return this;
    }

    /// <summary>Reads a stored older version as the current type.</summary>
    /// <param name="upcast">Pure; what it cannot know it fills with what held when the old version was written.</param>
    public EventTypes Upcast<TOld, TNew>(string alias, int version, JsonTypeInfo<TOld> json, Func<TOld, TNew> upcast)
        where TOld : class where TNew : class
    {
        var stored = Versioned(alias, version);
        _readers.Add(stored, bytes => upcast(JsonSerializer.Deserialize(bytes, json) ?? throw NullEvent(stored)));
        return this;
    }

    /// <exception cref="InvalidOperationException">The alias is unknown: the database was written by a newer program.</exception>
    public object Read(string alias, ReadOnlySpan<byte> data) => _readers.TryGetValue(alias, out var read)
        ? read(data)
        : throw new InvalidOperationException($"No event type is registered under '{alias}'.");

    internal EventType Of(object @event) => _byType.TryGetValue(@event.GetType(), out var type)
        ? type
        : throw new InvalidOperationException($"{@event.GetType().Name} is not a registered event type.");

    internal static string Versioned(string alias, int version) => version == 1 ? alias : $"{alias}_v{version}";

    static InvalidOperationException NullEvent(string alias) => new($"An event of type '{alias}' is stored as null.");
}

/// <param name="Alias">What stands in <c>mt_events.type</c>.</param>
sealed record EventType(string Alias, JsonTypeInfo Json)
{
    /// <summary>What stands in <c>mt_events.mt_dotnet_type</c>, in Marten's form.</summary>
    public string DotNetName { get; } = $"{Json.Type.FullName}, {Json.Type.Assembly.GetName().Name}";

    public byte[] Write(object @event) => JsonSerializer.SerializeToUtf8Bytes(@event, Json);
}
