using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// One attempt at a command. First it is told what to load; once that has come in one round trip, the decision appends
/// to the loaded streams; then everything is written in one more.
/// </summary>
public sealed partial class Unit
{
    internal const string StaleStream = "stream_is_at_version";

    readonly StoreModel _model;
    readonly bool _first;
    readonly List<ILoad> _loads = [];
    readonly List<IStream> _streams = [];
    readonly List<(StreamId Stream, long Version)> _locks = [];
    readonly List<Action<NpgsqlBatch>> _guards = [];
    readonly List<Appended> _appended = [];

    /// <param name="first">Whether no attempt of this command has lost a race yet.</param>
    internal Unit(StoreModel model, CommandContext context, bool first) => (_model, Context, _first) = (model, context, first);

    /// <summary>The streams that this attempt guards without writing them.</summary>
    internal IEnumerable<StreamId> Guarded => _locks.Select(l => l.Stream);

    public CommandContext Context { get; }

    /// <summary>The streams that were asked for: an exclusive attempt locks their rows before it loads, and a kept answer says that it was made of them.</summary>
    internal Guid[] Streams => [.. _streams.Select(static s => s.Id.Value)];

    /// <summary>The category of the stream that was asked for first; null for none.</summary>
    internal string? Category => _streams.Count == 0 ? null : _streams[0].Category;

    internal List<ILoad> Loads => _loads;
    internal IReadOnlyList<Appended> AppendedEvents => _appended;
    internal bool WritesNothing => _appended.Count == 0 && _guards.Count == 0;

    /// <summary>Asks for a stream; its state is there when the decision runs. Asked for twice it is the same one.</summary>
    public EventStream<TState, TEvent> Load<TState, TEvent>(Category<TState, TEvent> category, StreamId id) where TEvent : class =>
        Ask(category, id, load: true);

    /// <summary>
    /// Asks for a stream whose id was made for it. A first attempt takes for granted that there is none and loads nothing,
    /// which saves a statement, or the whole round trip; were it there, its row would conflict and the next attempt load it.
    /// </summary>
    public EventStream<TState, TEvent> Start<TState, TEvent>(Category<TState, TEvent> category, StreamId id) where TEvent : class =>
        Ask(category, id, load: !_first);

    /// <summary>Asks for rows of a read model in the same round trip.</summary>
    /// <param name="add">Adds exactly one statement.</param>
    public Loaded<T> Load<T>(Action<NpgsqlBatch> add, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read)
    {
        var rows = new Loaded<T>(add, read);
        _loads.Add(rows);
        return rows;
    }

    /// <summary>
    /// The batch begins by locking this stream's row and is a conflict unless it is still at <paramref name="version"/>.
    /// The stream is only guarded, not written.
    /// </summary>
    public void Lock(StreamId stream, long version) => _locks.Add((stream, version));

    /// <summary>Adds a rule that the database checks after the locks and before anything is appended.</summary>
    public void Guard(Action<NpgsqlBatch> add) => _guards.Add(add);

    /// <summary>Appends what was decided and moves the stream's state on, so that a next decision of this unit sees it.</summary>
    /// <returns>The decision's refusal, or null.</returns>
    public Refusal? Append<TState, TEvent>(EventStream<TState, TEvent> stream, Decision<TEvent> decision) where TEvent : class
    {
        foreach (var @event in decision.Events)
        {
            var before = stream.State;
            stream.State = stream.Model.Category.Evolve(before, @event);
            stream.Version++;
            var now = Pg.Stored(Context.Now);
            var at = stream.LastAt is { } last ? Instant.Max(last, now) : now;
            stream.LastAt = at;
            stream.BeganAt ??= stream.Version == 1 ? at : null;
            var metadata = new EventMetadata(
                Guid.CreateVersion7(), stream.Id, stream.Version, at, Context.CorrelationId, Context.CausationId, Context.Actor) { Decided = now, Began = stream.BeganAt };
            _appended.Add(new Appended<TState, TEvent>(stream.Model, @event, metadata, before, stream.State));
        }

        return decision.Refusal;
    }

    EventStream<TState, TEvent> Ask<TState, TEvent>(Category<TState, TEvent> category, StreamId id, bool load) where TEvent : class
    {
        if (_streams.OfType<EventStream<TState, TEvent>>().FirstOrDefault(s => s.Id == id) is { } known)
        {
            return known;
        }

        var stream = new EventStream<TState, TEvent>(_model, _model.For(category), id);
        _streams.Add(stream);
        if (load)
        {
            _loads.Add(stream);
        }

        return stream;
    }
}
