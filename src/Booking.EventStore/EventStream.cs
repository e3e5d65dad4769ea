using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>
/// A stream as one attempt of a command sees it: loaded, folded, and what was appended since. An id that belongs to a stream of another
/// kind is one without a stream.
/// </summary>
public sealed class EventStream<TState, TEvent> : ILoad, IStream where TEvent : class
{
    readonly StoreModel _store;

    internal EventStream(StoreModel store, CategoryModel<TState, TEvent> model, StreamId id)
    {
        _store = store;
        Model = model;
        Id = id;
        State = model.Category.Initial;
    }

    public StreamId Id { get; }

    /// <summary>After the last event, those of this attempt included.</summary>
    public TState State { get; internal set; }

    /// <summary>The number of events, those of this attempt included; 0 when there is no such stream.</summary>
    public long Version { get; internal set; }

    /// <summary>When the last stored event happened; null when there is none.</summary>
    public Instant? LastAt { get; internal set; }

    public bool Exists => Version > 0;

    /// <summary>When the first event happened; null when there is none, or a snapshot stands for it.</summary>
    internal Instant? BeganAt { get; set; }

    string IStream.Category => Model.Category.Name;

    internal CategoryModel<TState, TEvent> Model { get; }

    void ILoad.AddTo(NpgsqlBatch batch)
    {
        if (Model.Category.Snapshots is { } snapshots)
        {
            batch.Add(Sql.LoadSnapshotAndEvents, Pg.Uuid(Id), Pg.Int(snapshots.Schema), Pg.Text(Model.Category.Name));
        }
        else
        {
            batch.Add(Sql.LoadEvents, Pg.Uuid(Id), Pg.Text(Model.Category.Name));
        }
    }

    async ValueTask ILoad.ReadFrom(NpgsqlDataReader row, CancellationToken ct)
    {
        while (await row.ReadAsync(ct))
        {
            Version = row.GetInt64(0);
            LastAt = row.GetInstant(3);
            BeganAt ??= Version == 1 ? LastAt : null;
            State = await row.IsDBNullAsync(1, ct)
                ? JsonSerializer.Deserialize(row.GetUtf8(2), Model.Category.Snapshots!.Type)!
                : Model.Category.Evolve(State, (TEvent)_store.Events.Read(row.GetString(1), row.GetUtf8(2)));
        }
    }
}

/// <summary>Something that a command reads in its one round trip before it decides.</summary>
interface ILoad
{
    void AddTo(NpgsqlBatch batch);
    ValueTask ReadFrom(NpgsqlDataReader row, CancellationToken ct);
}

/// <summary>A load that is a stream, whatever its types.</summary>
interface IStream
{
    StreamId Id { get; }
    string Category { get; }
}

/// <summary>The rows of a query of a command's load, there once the load has run.</summary>
public sealed class Loaded<T> : ILoad
{
    readonly Action<NpgsqlBatch> _add;
    readonly Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> _read;
    T? _value;

    internal Loaded(Action<NpgsqlBatch> add, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read) => (_add, _read) = (add, read);

    public T Value => _value!;

    void ILoad.AddTo(NpgsqlBatch batch) => _add(batch);
    async ValueTask ILoad.ReadFrom(NpgsqlDataReader row, CancellationToken ct) => _value = await _read(row, ct);
}
