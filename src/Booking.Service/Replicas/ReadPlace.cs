using Booking.EventStore;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.Service.Replicas;

/// <summary>A replica has not replayed what a reader needs, or what stands there would have to be computed anew first.</summary>
public sealed class NotOnReplicaException() : Exception("A replica cannot answer this.");

/// <summary>
/// Where one question is read. A replica is asked in the same round trip how far it is, in a statement before the question's own: each
/// statement sees what was replayed before it, so what the first has found replayed the second sees.
/// </summary>
public sealed class ReadPlace
{
    const string IsFresh = """
        select not pg_is_in_recovery()
               or (($1 is null or pg_last_wal_replay_lsn() >= $1) and exists (select from read_heartbeat where at between $2 and $3))
        """;

    readonly NpgsqlDataSource _source;
    readonly NpgsqlLogSequenceNumber? _position;
    readonly Instant _now;
    readonly Duration _maxLag;

    ReadPlace(NpgsqlDataSource source, bool isReplica, NpgsqlLogSequenceNumber? position, Instant now, Duration maxLag) =>
        (_source, IsReplica, _position, _now, _maxLag) = (source, isReplica, position, now, maxLag);

    /// <summary>Whether it may refuse by <see cref="NotOnReplicaException"/> and must not be written to.</summary>
    public bool IsReplica { get; }

    public static ReadPlace Primary(NpgsqlDataSource source) => new(source, isReplica: false, position: null, default, default);

    /// <param name="position">What the reader has seen of the log; null when they do not say.</param>
    /// <param name="now">The service's clock, which the heartbeat is written by too: the machines' clocks need not agree.</param>
    public static ReadPlace Replica(NpgsqlDataSource source, NpgsqlLogSequenceNumber? position, Instant now, Duration maxLag) =>
        new(source, isReplica: true, position, now, maxLag);

    /// <summary>To be filled with the question and given to <see cref="Execute"/>.</summary>
    public NpgsqlBatch Batch()
    {
        var batch = _source.CreateBatch();
        if (IsReplica)
        {
            var position = new NpgsqlParameter { Value = (object?)_position ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.PgLsn };
            batch.Add(IsFresh, position, Pg.At(_now - _maxLag), Pg.At(_now + _maxLag));
        }

        return batch;
    }

    /// <returns>At the first result of the question.</returns>
    /// <exception cref="NotOnReplicaException">The replica is not so far.</exception>
    public async Task<NpgsqlDataReader> Execute(NpgsqlBatch batch, CancellationToken ct)
    {
        var row = await batch.ExecuteReaderAsync(ct);
        if (!IsReplica)
        {
            return row;
        }

        var isFresh = await row.ReadAsync(ct) && row.GetBoolean(0);
        if (!isFresh)
        {
            await row.DisposeAsync();
            throw new NotOnReplicaException();
        }

        await row.NextResultAsync(ct);
        return row;
    }

    /// <summary>Says that an answer needs more than was found.</summary>
    /// <exception cref="NotOnReplicaException">This is a replica, where nothing can be computed for keeps.</exception>
    public void MustBePrimary()
    {
        if (IsReplica)
        {
            throw new NotOnReplicaException();
        }
    }
}
