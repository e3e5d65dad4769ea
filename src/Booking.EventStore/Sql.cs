namespace Booking.EventStore;

/// <summary>The statements of the store's hot path, each prepared once a connection and always the same text; and those that lie in files.</summary>
static class Sql
{
    /// <summary>A stream of another kind is none: its id came from outside and was meant for something else.</summary>
    public const string LoadEvents = """
        select version, type, data, timestamp from mt_events
         where stream_id = $1 and exists (select from mt_streams where id = $1 and type = $2) order by version
        """;

    /// <summary>One statement, so that the snapshot and the events after it are of one moment.</summary>
    public const string LoadSnapshotAndEvents = """
        with stream as (select from mt_streams where id = $1 and type = $3),
        snapshot as (select version, data from stream_snapshots where stream_id = $1 and schema = $2 and exists (select from stream))
        select s.version, null::varchar, s.data, e.timestamp
          from snapshot s join mt_events e on e.stream_id = $1 and e.version = s.version
        union all
        select version, type, data, timestamp from mt_events
         where stream_id = $1 and exists (select from stream) and version > coalesce((select version from snapshot), 0)
        order by 1
        """;

    /// <summary>The stream's row is written before the sequence is asked: guarantee E3 stands on that order.</summary>
    public const string StartStream =
        "insert into mt_streams (id, type, version, timestamp, created) values ($1, $2, $3, $4, $4)";

    public const string AdvanceStream =
        "update mt_streams set version = $3, timestamp = $4 where id = $1 and version = $2";

    public const string AppendEvent = """
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, mt_dotnet_type,
                               correlation_id, causation_id, headers, user_name)
        values (nextval('mt_events_sequence'), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """;

    public const string WriteSnapshot = """
        insert into stream_snapshots (stream_id, schema, version, data) values ($1, $2, $3, $4)
        on conflict (stream_id) do update set schema = excluded.schema, version = excluded.version, data = excluded.data
        """;

    public const string FindAnswer =
        "select fingerprint, status, location, etag, body, created_at from idempotency where caller = $1 and key = $2";

    public const string ForgetAnswer =
        "delete from idempotency where caller = $1 and key = $2 and created_at <= $3";

    public const string KeepAnswer = """
        insert into idempotency (caller, key, fingerprint, status, location, etag, body, created_at, streams)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """;

    /// <summary>Takes the lock first and judges the version that is there once it has it; a stream that is not there is at 0.</summary>
    public const string LockStreamAtVersion = """
        select expect(coalesce((select version from mt_streams where id = $1 for no key update), 0) = $2, 'stream_is_at_version')
        """;

    /// <summary>For this transaction alone, in milliseconds.</summary>
    public const string LimitWaiting =
        "select set_config('lock_timeout', $1::bigint::text, true)";

    public const string LockStreams =
        "select id from mt_streams where id = any($1) order by id for no key update";

    /// <summary>A statement that has a file of its own, embedded under the file's name.</summary>
    public static string File(string name)
    {
        using var reader = new StreamReader(typeof(Sql).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
