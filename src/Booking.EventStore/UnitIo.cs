using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.EventStore;

/// <summary>The round trip before a decision, and the answer that is kept with what the decision wrote.</summary>
static class UnitIo
{
    /// <summary>
    /// Brings what the unit asked for, and what is stored under its key, in one round trip. The key comes last: each statement sees what was
    /// committed before it, so where no answer is there yet, the state is not that of the first request's commit either. Asked for first, a
    /// repeat could miss the answer and then be refused for what its own first request had done.
    /// </summary>
    public static async Task<Previous?> LoadFrom(this Unit unit, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var load in unit.Loads)
        {
            load.AddTo(batch);
        }

        var key = unit.Context.Idempotency;
        if (key is not null)
        {
            batch.Add(Sql.FindAnswer, Pg.Text(key.Caller), Pg.Text(key.Key));
        }

        if (batch.BatchCommands.Count == 0)
        {
            return null;
        }

        await using var reader = await batch.ExecuteReaderAsync(ct);
        foreach (var load in unit.Loads)
        {
            await load.ReadFrom(reader, ct);
            await reader.NextResultAsync(ct);
        }

        return key is null ? null : await Previous.Read(reader, unit.Context.Now, ct);
    }

    /// <summary>After the commit: wakes the outbox and those who watch.</summary>
    /// <param name="sends">Whether a message was put in the outbox.</param>
    public static void Tell(this Unit unit, OutboxSignal signal, bool sends)
    {
        if (sends)
        {
            signal.Notify();
        }

        foreach (var appended in unit.AppendedEvents)
        {
            if (appended.Topic is { } topic)
            {
                signal.Changed(topic);
            }
        }
    }

    /// <param name="answer">Sealed.</param>
    /// <param name="replacesExpired">Whether an answer that is no longer valid stands in the way.</param>
    public static void Keep(this Unit unit, NpgsqlBatch batch, StoredAnswer answer, bool replacesExpired)
    {
        var (context, key) = (unit.Context, unit.Context.Idempotency!);
        if (replacesExpired)
        {
            batch.Add(Sql.ForgetAnswer, Pg.Text(key.Caller), Pg.Text(key.Key), Pg.At(context.Now - IdempotencyKey.Lifetime));
        }

        batch.Add(
            Sql.KeepAnswer, Pg.Text(key.Caller), Pg.Text(key.Key), Pg.Bytes(key.Fingerprint), Pg.Int(answer.Status),
            Pg.TextOrNull(answer.Location), Pg.TextOrNull(answer.ETag), Pg.Bytes(answer.Body), Pg.At(context.Now),
            Pg.Uuids(unit.Streams));
    }
}
