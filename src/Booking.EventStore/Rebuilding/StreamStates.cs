using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// The states of the streams that a replay of the log came upon last. Those of long ago are forgotten and folded again when their stream comes
/// up, so that memory does not grow with the log.
/// </summary>
/// <param name="model">Folds.</param>
/// <param name="capacity">At most twice so many states are held.</param>
sealed class StreamStates(StoreModel model, int capacity = 20_000)
{
    const string EventsBefore = """
        select e.stream_id, s.type, e.type, e.data from mt_events e join mt_streams s on s.id = e.stream_id
         where e.stream_id = any($1) and e.seq_id <= $2 order by e.stream_id, e.version
        """;

    Dictionary<StreamId, object> _young = [];
    Dictionary<StreamId, object> _old = [];

    public object Of(StreamId stream, CategoryModel category)
    {
        if (_young.TryGetValue(stream, out var state))
        {
            return state;
        }

        return _old.TryGetValue(stream, out state) ? state : category.Initial;
    }

    public void Set(StreamId stream, object state) => _young[stream] = state;

    /// <summary>Folds what a page is about to need and is not here, in one query.</summary>
    /// <param name="connection">Reads.</param>
    /// <param name="page">Whole: no event between <paramref name="after"/> and its last is left out.</param>
    /// <param name="after">The position before the page.</param>
    public async Task Prepare(NpgsqlConnection connection, IReadOnlyList<RecordedEvent> page, long after, CancellationToken ct)
    {
        if (_young.Count > capacity)
        {
            (_old, _young) = (_young, []);
        }

        HashSet<StreamId> seen = [];
        List<Guid> missing = [];
        foreach (var recorded in page)
        {
            var stream = recorded.Metadata.Stream;
            if (seen.Add(stream) && recorded.Metadata.Version > 1 && !_young.ContainsKey(stream) && !_old.ContainsKey(stream))
            {
                missing.Add(stream.Value);
            }
        }

        if (missing.Count > 0)
        {
            await Load(connection, [.. missing], after, ct);
        }
    }

    async Task Load(NpgsqlConnection connection, Guid[] streams, long upTo, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(EventsBefore, connection) { CommandTimeout = 0 }.With(Pg.Uuids(streams), Pg.Long(upTo));
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            if (model.Find(row.GetStringOrNull(1)) is { } category)
            {
                var stream = new StreamId(row.GetGuid(0));
                Set(stream, category.Evolve(Of(stream, category), model.Events.Read(row.GetString(2), row.GetUtf8(3))));
            }
        }
    }
}
