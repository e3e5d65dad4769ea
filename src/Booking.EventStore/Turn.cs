using Npgsql;

namespace Booking.EventStore;

/// <summary>How an attempt gets through in turn: it holds the rows that it will write before it loads.</summary>
/// <param name="Guarded">What the last attempt guarded; only a decision knows, so only an attempt before can tell.</param>
/// <param name="Left">Of the patience.</param>
sealed record Turn(StreamId[] Guarded, TimeSpan Left)
{
    /// <summary>Takes the rows in the order in which the batch will: what it guards, then what it writes, each ascending.</summary>
    public async Task Wait(NpgsqlConnection connection, Unit unit, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Sql.LimitWaiting, Pg.Long(Math.Max(1, (long)Left.TotalMilliseconds)));
        batch.Add(Sql.LockStreams, Pg.Uuids([.. Guarded.Select(s => s.Value)]));
        batch.Add(Sql.LockStreams, Pg.Uuids(unit.Streams));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
