using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// One attempt at a command. First it is told what to load; once that has come in one round trip, the decision appends
/// to the loaded streams; then everything is written in one more.
/// </summary>
public sealed class Unit
{
    internal const string StaleStream = "stream_is_at_version";

    readonly StoreModel _model;
    readonly List<ILoad> _loads = [];
    readonly List<(StreamId Stream, long Version)> _locks = [];
    readonly List<Action<NpgsqlBatch>> _guards = [];
    readonly List<Appended> _appended = [];

    internal Unit(StoreModel model, CommandContext context) => (_model, Context) = (model, context);

    public CommandContext Context { get; }

    /// <summary>The streams whose rows an exclusive attempt locks before it loads.</summary>
    internal IEnumerable<StreamId> Streams => _loads.OfType<IStream>().Select(s => s.Id);

    internal List<ILoad> Loads => _loads;
    internal IReadOnlyList<Appended> AppendedEvents => _appended;
    internal bool WritesNothing => _appended.Count == 0 && _guards.Count == 0;

    /// <summary>Asks for a stream; its state is there when the decision runs.</summary>
    public EventStream<TState, TEvent> Load<TState, TEvent>(Category<TState, TEvent> category, StreamId id) where TEvent : class
    {
        var stream = new EventStream<TState, TEvent>(_model, _model.For(category), id);
        _loads.Add(stream);
        return stream;
    }

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
            var at = stream.LastAt is { } last ? Instant.Max(last, Context.Now) : Context.Now;
            stream.LastAt = at;
            var metadata = new EventMetadata(
                Guid.CreateVersion7(), stream.Id, stream.Version, at, Context.CorrelationId, Context.CausationId, Context.Actor);
            _appended.Add(new Appended<TState, TEvent>(stream.Model, @event, metadata, before, stream.State));
        }

        return decision.Refusal;
    }

    /// <summary>Everything after the idempotency row, in the order that the house is built on: lock, guard, append, project, react.</summary>
    internal bool WriteTo(NpgsqlBatch batch)
    {
        foreach (var (stream, version) in _locks.OrderBy(l => l.Stream, StreamId.WriteOrder))
        {
            batch.Add(Sql.LockStreamAtVersion, Pg.Uuid(stream), Pg.Long(version));
        }

        foreach (var guard in _guards)
        {
            guard(batch);
        }

        WriteEvents(batch);
        foreach (var appended in _appended)
        {
            appended.Project(batch);
        }

        var sends = false;
        foreach (var appended in _appended)
        {
            sends |= appended.React(_model.Messages, batch);
        }

        return sends;
    }

    void WriteEvents(NpgsqlBatch batch)
    {
        foreach (var stream in _appended.GroupBy(a => a.Metadata.Stream).OrderBy(g => g.Key, StreamId.WriteOrder))
        {
            var first = stream.First().Metadata;
            var last = stream.Last();
            if (first.Version == 1)
            {
                batch.Add(Sql.StartStream, Pg.Uuid(stream.Key), Pg.Text(last.Category), Pg.Long(last.Metadata.Version), Pg.At(last.Metadata.At));
            }
            else
            {
                batch.Add(Sql.AdvanceStream, Pg.Uuid(stream.Key), Pg.Long(first.Version - 1), Pg.Long(last.Metadata.Version), Pg.At(last.Metadata.At));
            }

            foreach (var appended in stream)
            {
                appended.Write(_model.Events, batch);
            }

            last.Snapshot(batch, first.Version - 1);
        }
    }
}
