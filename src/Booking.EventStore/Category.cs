using System.Text.Json.Serialization.Metadata;

namespace Booking.EventStore;

/// <summary>A kind of stream: its name, its state before the first event, and how an event changes it.</summary>
/// <param name="name">Stored in <c>mt_streams.type</c>; never changes.</param>
/// <param name="initial">The state of a stream that does not exist.</param>
/// <param name="evolve">Pure; throws for an event it does not know, since that is a bug.</param>
public sealed class Category<TState, TEvent>(string name, TState initial, Func<TState, TEvent, TState> evolve) where TEvent : class
{
    public string Name { get; } = name;
    public TState Initial { get; } = initial;
    public Func<TState, TEvent, TState> Evolve { get; } = evolve;

    /// <summary>Set for streams that grow without end, so that loading them does not get slower.</summary>
    public SnapshotPolicy<TState>? Snapshots { get; init; }
}

/// <summary>How the state of a long stream is kept beside its events.</summary>
/// <param name="Every">A snapshot is written whenever the version passes a multiple of this; 10 to 1,000.</param>
/// <param name="Schema">Raised when the state's shape changes: older snapshots are then ignored and the events folded again.</param>
/// <param name="Type">How the state is written.</param>
public sealed record SnapshotPolicy<TState>(int Every, int Schema, JsonTypeInfo<TState> Type);
