using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Some events in the order in which a replay applies them.</summary>
/// <param name="Cursor">The last stream that it holds, of a replay by streams.</param>
sealed record ReplayPage(IReadOnlyList<RecordedEvent> Events, Guid Cursor);

/// <summary>Reads the log for a replay, page by page: by streams, whole, or in the order of the log.</summary>
static class ReplayPages
{
    /// <summary>Streams a page; most have a handful of events.</summary>
    const int Streams = 1_500;

    /// <summary>Events a page of the log; 1 to 10,000.</summary>
    public const int Events = 2_000;

    const string Page = "select id from mt_streams where type = any($1) and id > $2 order by id limit $3";

    const string OfStreams = History.Columns + " where e.stream_id = any($1) and e.seq_id <= $2 order by e.stream_id, e.version";

    const string OfLog = History.Columns + " where e.seq_id > $1 and e.seq_id <= $2 and s.type = any($3) order by e.seq_id limit $4";

    /// <summary>The next streams of these kinds, each with its events up to a position.</summary>
    /// <returns>Null at the end.</returns>
    public static async Task<ReplayPage?> ByStream(NpgsqlConnection connection, string[] categories, Guid after, long upTo, CancellationToken ct)
    {
        List<Guid> streams = [];
        await using (var command = new NpgsqlCommand(Page, connection).With(Pg.Texts(categories), Pg.Uuid(after), Pg.Int(Streams)))
        {
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                streams.Add(row.GetGuid(0));
            }
        }

        if (streams.Count == 0)
        {
            return null;
        }

        await using var events = new NpgsqlCommand(OfStreams, connection) { CommandTimeout = 0 }.With(Pg.Uuids([.. streams]), Pg.Long(upTo));
        return new(await History.Read(events, ct), streams[^1]);
    }

    /// <summary>The next events of these kinds of streams.</summary>
    public static async Task<List<RecordedEvent>> ByLog(
        NpgsqlConnection connection, string[] categories, long after, long upTo, int limit, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfLog, connection) { CommandTimeout = 0 }
            .With(Pg.Long(after), Pg.Long(upTo), Pg.Texts(categories), Pg.Int(limit));
        return await History.Read(command, ct);
    }

    public static async Task<long> Count(NpgsqlConnection connection, string[] categories, long upTo, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select count(*) from mt_events e join mt_streams s on s.id = e.stream_id where s.type = any($1) and e.seq_id <= $2", connection) { CommandTimeout = 0 }
            .With(Pg.Texts(categories), Pg.Long(upTo));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }
}
