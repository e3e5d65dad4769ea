using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Booking.EventStore;

/// <summary>What a decider answers: events, none when nothing is to change, or a refusal.</summary>
[CollectionBuilder(typeof(Decision), nameof(Decision.Of))]
public sealed class Decision<TEvent> : IEnumerable<TEvent>
{
    internal Decision(ImmutableArray<TEvent> events, Refusal? refusal) => (Events, Refusal) = (events, refusal);

    /// <summary>Empty when refused, and when a repeat changes nothing.</summary>
    public ImmutableArray<TEvent> Events { get; }

    public Refusal? Refusal { get; }

    public static implicit operator Decision<TEvent>(Refusal refusal) => new([], refusal);

    public IEnumerator<TEvent> GetEnumerator() => Events.AsEnumerable().GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Builds decisions from collection expressions.</summary>
public static class Decision
{
    public static Decision<TEvent> Of<TEvent>(ReadOnlySpan<TEvent> events) => new([.. events], refusal: null);
}

/// <summary>A value or the refusal that stands in its place.</summary>
public readonly record struct Result<T>(T? Value, Refusal? Refusal)
{
    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>What became of a command once it was committed, refused or found to be a repeat.</summary>
/// <param name="Repeat">The answer that the first request with the same key was given; the command was not run again.</param>
public readonly record struct Outcome<T>(T? Value, Refusal? Refusal, StoredAnswer? Repeat = null);
