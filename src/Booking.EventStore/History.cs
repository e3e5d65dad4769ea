using NodaTime;
using Npgsql;

namespace Booking.EventStore;

/// <summary>A stored event: where it stands, what happened, and in the words it was stored in.</summary>
/// <param name="Position">Its place in the log of all streams; gaps are normal.</param>
/// <param name="Category">The kind of its stream.</param>
/// <param name="Type">Its alias.</param>
/// <param name="Json">As stored, UTF-8.</param>
public sealed record RecordedEvent(long Position, string? Category, EventMetadata Metadata, string Type, byte[] Json);

/// <summary>Reads what happened (guarantee E6): one stream, or the whole log by position.</summary>
public static class History
{
    internal const string Columns = """
        select e.seq_id, s.type, e.id, e.stream_id, e.version, e.timestamp, e.correlation_id, e.causation_id,
               e.user_name, e.headers->>'role', e.type, e.data, coalesce((e.headers->>'decided')::timestamptz, e.timestamp)
          from mt_events e join mt_streams s on s.id = e.stream_id
        """;

    /// <summary>A stream's events in order.</summary>
    /// <param name="until">Only those that had happened by then; null for all.</param>
    /// <param name="version">Only those up to this version; null for all.</param>
    public static async Task<List<RecordedEvent>> ReadStream(
        this NpgsqlDataSource dataSource, StreamId id, Instant? until = null, long? version = null, CancellationToken ct = default)
    {
        await using var command = dataSource.CreateCommand(Columns + """

             where e.stream_id = $1 and ($2::timestamptz is null or e.timestamp <= $2) and ($3::bigint is null or e.version <= $3)
             order by e.version
            """);
        command.With(Pg.Uuid(id), Pg.AtOrNull(until), Pg.LongOrNull(version));
        return await Read(command, ct);
    }

    /// <summary>The events of several streams, each in order.</summary>
    /// <param name="until">Only those that had happened by then; null for all.</param>
    public static async Task<List<RecordedEvent>> ReadStreams(this NpgsqlDataSource dataSource, Guid[] ids, Instant? until, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            Columns + " where e.stream_id = any($1) and ($2::timestamptz is null or e.timestamp <= $2) order by e.stream_id, e.version");
        command.With(Pg.Uuids(ids), Pg.AtOrNull(until));
        return await Read(command, ct);
    }

    /// <summary>Those of a stream's events, in order, that name an id; for streams that many others share.</summary>
    /// <param name="member">Of the event, as stored.</param>
    public static async Task<List<RecordedEvent>> ReadAbout(this NpgsqlDataSource dataSource, StreamId id, string member, Guid value, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Columns + " where e.stream_id = $1 and e.data ->> $2 = $3 order by e.version");
        command.With(Pg.Uuid(id), Pg.Text(member), Pg.Text(value.ToString()));
        return await Read(command, ct);
    }

    /// <summary>A stream's events after a version, in order.</summary>
    /// <param name="limit">1 to 10,000.</param>
    public static async Task<List<RecordedEvent>> ReadStreamAfter(
        this NpgsqlDataSource dataSource, StreamId id, long after, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Columns + " where e.stream_id = $1 and e.version > $2 order by e.version limit $3");
        command.With(Pg.Uuid(id), Pg.Long(after), Pg.Int(limit));
        return await Read(command, ct);
    }

    /// <summary>
    /// The log after a position. Follow it only up to <see cref="SettledPosition.Read"/>: what lies beyond may still have a
    /// neighbour whose transaction is on its way.
    /// </summary>
    /// <param name="limit">1 to 10,000.</param>
    public static async Task<List<RecordedEvent>> ReadLog(
        this NpgsqlConnection connection, long after, long upTo, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Columns + " where e.seq_id > $1 and e.seq_id <= $2 order by e.seq_id limit $3", connection);
        command.With(Pg.Long(after), Pg.Long(upTo), Pg.Int(limit));
        return await Read(command, ct);
    }

    /// <summary>The same of one stream, of one type, or of both; null is any.</summary>
    /// <param name="limit">1 to 10,000.</param>
    public static async Task<List<RecordedEvent>> ReadLog(
        this NpgsqlConnection connection, long after, long upTo, StreamId? stream, string? type, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Columns + """

             where e.seq_id > $1 and e.seq_id <= $2 and ($4::uuid is null or e.stream_id = $4) and ($5::text is null or e.type = $5) order by e.seq_id limit $3
            """, connection) { CommandTimeout = 0 };
        command.With(Pg.Long(after), Pg.Long(upTo), Pg.Int(limit), Pg.UuidOrNull(stream?.Value), Pg.TextOrNull(type));
        return await Read(command, ct);
    }

    /// <summary>The state of a stream as of an instant or a version.</summary>
    /// <returns>Null when the stream had no event by then, or is of another kind.</returns>
    public static async Task<(TState State, long Version)?> StateAsOf<TState, TEvent>(
        this StreamStore store, Category<TState, TEvent> category, StreamId id, Instant? until = null, long? version = null, CancellationToken ct = default)
        where TEvent : class
    {
        var events = await store.DataSource.ReadStream(id, until, version, ct);
        return events.Count == 0 || events[0].Category != category.Name
            ? null
            : (events.Aggregate(category.Initial, (state, e) => category.Evolve(state, (TEvent)store.Model.Events.Read(e.Type, e.Json))), events[^1].Metadata.Version);
    }

    internal static async Task<List<RecordedEvent>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<RecordedEvent> events = [];
        while (await row.ReadAsync(ct))
        {
            var actor = new Actor(row.GetStringOrNull(8) ?? Actor.System.Id, row.GetStringOrNull(9) ?? Actor.System.Role);
            var metadata = new EventMetadata(
                row.GetGuid(2), new(row.GetGuid(3)), row.GetInt64(4), row.GetInstant(5), row.GetStringOrNull(6) ?? "", row.GetStringOrNull(7), actor) { Decided = row.GetInstant(12) };
            events.Add(new(row.GetInt64(0), row.GetStringOrNull(1), metadata, row.GetString(10), row.GetUtf8(11)));
        }

        return events;
    }
}
