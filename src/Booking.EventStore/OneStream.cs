namespace Booking.EventStore;

/// <summary>Commands on a single stream, which need no plan.</summary>
public static class OneStream
{
    /// <summary>Decides on one stream.</summary>
    /// <returns>The state after the decision, or its refusal.</returns>
    public static Task<Outcome<TState>> Transact<TState, TEvent>(
        this StreamStore store, Category<TState, TEvent> category, StreamId id, Func<TState, Decision<TEvent>> decide, CommandContext context, CancellationToken ct)
        where TEvent : class =>
        store.Transact(context, unit => Decide(unit, unit.Load(category, id), decide), answer: null, ct);

    /// <summary>Decides on a stream whose id was made for it, in one round trip; see <see cref="Unit.Start{TState, TEvent}"/>.</summary>
    /// <returns>The state after the decision, or its refusal.</returns>
    public static Task<Outcome<TState>> Start<TState, TEvent>(
        this StreamStore store, Category<TState, TEvent> category, StreamId id, Func<TState, Decision<TEvent>> decide, CommandContext context, CancellationToken ct)
        where TEvent : class =>
        store.Transact(context, unit => Decide(unit, unit.Start(category, id), decide), answer: null, ct);

    static Func<Result<TState>> Decide<TState, TEvent>(Unit unit, EventStream<TState, TEvent> stream, Func<TState, Decision<TEvent>> decide) where TEvent : class =>
        () => unit.Append(stream, decide(stream.State)) is { } refusal ? refusal : stream.State;
}
