using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Reads the log for a replay, page by page: by streams, whole, or in the order of the log.</summary>
static class ReplayPages
{
    /// <summary>Streams a page at most; most have a handful of events.</summary>
    const int Streams = 1_500;

    /// <summary>Events a page after which no further stream is begun. A stream is never cut, so one of more is a page by itself.</summary>
    const int EventsOfStreams = 20_000;

    /// <summary>Events a page of the log; 1 to 10,000.</summary>
    public const int EventsOfLog = 2_000;

    const string Page = "select id, type, coalesce(version, 0) from mt_streams where type = any($1) and id > $2 order by id limit $3";

    /// <summary>Without the streams' rows, which the page has read.</summary>
    const string OfStreams = """
        select seq_id, stream_id, version, type, data, timestamp, id, correlation_id, causation_id, user_name, headers->>'role', (headers->>'decided')::timestamptz
          from mt_events where stream_id = any($1) and seq_id <= $2 order by stream_id, version
        """;

    const string OfLog = History.Columns + " where e.seq_id > $1 and e.seq_id <= $2 and s.type = any($3) order by e.seq_id limit $4";

    /// <summary>Hands over the events of the next streams of these kinds, up to a position, stream by stream, as they come in: none is kept.</summary>
    /// <returns>The last stream; null at the end.</returns>
    public static async Task<Guid?> ByStream(
        NpgsqlConnection connection, string[] categories, Guid after, long upTo, Action<RecordedEvent> apply, CancellationToken ct)
    {
        List<(Guid Id, string Category)> streams = [];
        await using (var command = new NpgsqlCommand(Page, connection).With(Pg.Texts(categories), Pg.Uuid(after), Pg.Int(Streams)))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            for (var events = 0L; events < EventsOfStreams && await row.ReadAsync(ct); events += row.GetInt64(2))
            {
                // One string for all of a kind.
                var category = row.GetString(1);
                streams.Add((row.GetGuid(0), Array.Find(categories, known => known == category)!));
            }
        }

        if (streams.Count == 0)
        {
            return null;
        }

        await Events(connection, streams, upTo, apply, ct);
        return streams[^1].Id;
    }

    /// <param name="streams">In the order of the database, which is that of the events too.</param>
    static async Task Events(NpgsqlConnection connection, List<(Guid Id, string Category)> streams, long upTo, Action<RecordedEvent> apply, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfStreams, connection) { CommandTimeout = 0 }
            .With(Pg.Uuids([.. streams.Select(stream => stream.Id)]), Pg.Long(upTo));
        await using var row = await command.ExecuteReaderAsync(ct);
        for (var at = 0; await row.ReadAsync(ct);)
        {
            var (position, id) = (row.GetInt64(0), row.GetGuid(1));
            while (streams[at].Id != id)
            {
                at++;
            }

            apply(Event(row, position, id, streams[at].Category));
        }
    }

    static RecordedEvent Event(NpgsqlDataReader row, long position, Guid stream, string category)
    {
        var (version, type, data, at) = (row.GetInt64(2), row.GetString(3), row.GetUtf8(4), row.GetInstant(5));
        var (id, correlation, causation) = (row.GetGuid(6), row.GetStringOrNull(7) ?? "", row.GetStringOrNull(8));
        var actor = new Actor(row.GetStringOrNull(9) ?? Actor.System.Id, row.GetStringOrNull(10) ?? Actor.System.Role);
        return new(position, category, new(id, new(stream), version, at, correlation, causation, actor) { Decided = row.GetInstantOrNull(11) ?? at }, type, data);
    }

    /// <summary>The next events of these kinds of streams.</summary>
    public static async Task<List<RecordedEvent>> ByLog(
        NpgsqlConnection connection, string[] categories, long after, long upTo, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfLog, connection) { CommandTimeout = 0 }
            .With(Pg.Long(after), Pg.Long(upTo), Pg.Texts(categories), Pg.Int(limit));
        return await History.Read(command, ct);
    }

    /// <summary>How many events these kinds of streams have: those of a stream are numbered without gaps.</summary>
    public static async Task<long> Count(NpgsqlConnection connection, string[] categories, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select coalesce(sum(version), 0)::bigint from mt_streams where type = any($1)", connection) { CommandTimeout = 0 }
            .With(Pg.Texts(categories));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
