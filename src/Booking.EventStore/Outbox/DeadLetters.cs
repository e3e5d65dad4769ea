using System.Text.Json;
using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>A message that was given up.</summary>
/// <param name="Id">The message's own id.</param>
/// <param name="Position">Its place in the outbox; lists go on after it.</param>
/// <param name="Type">The name of its type.</param>
/// <param name="Body">Ids, as they were stored.</param>
/// <param name="OrderKey">The stream that it follows from.</param>
/// <param name="Parks">Whether later messages of its key wait behind it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="CreatedAt">When it was asked for.</param>
/// <param name="DeadAt">When it was given up.</param>
/// <param name="Error">Types and messages of the last exception, and where it was thrown; at most 4,000 characters.</param>
/// <param name="CorrelationId">The trace that it belongs to.</param>
public sealed record DeadLetter(
    Guid Id, long Position, string Type, JsonElement Body, Guid? OrderKey, bool Parks, int Attempts, Instant CreatedAt, Instant DeadAt, string Error,
    string CorrelationId);

/// <summary>What people do about dead letters once they know why they died.</summary>
public sealed class DeadLetters(NpgsqlDataSource dataSource, OutboxSignal signal)
{
    /// <summary>The longest page.</summary>
    public const int MaxPage = 100;

    const string Columns = """
        select id, position, type, body, order_key, parks, attempts, created_at, dead_at, coalesce(error, ''), correlation_id
          from outbox where dead_at is not null
        """;

    const string ListText = Columns + " and position > $1 order by position limit $2";

    const string FindText = Columns + " and id = $1";

    const string ReplayText = "update outbox set dead_at = null, attempts = 0, retry_at = null where id = $1 and dead_at is not null";

    const string DiscardText = "delete from outbox where id = $1 and dead_at is not null";

    /// <summary>A page of dead letters, the oldest first.</summary>
    /// <param name="after">The position of the last one of the page before; 0 for the first page.</param>
    /// <param name="limit">1 to 101: one more than a page says whether there is another.</param>
    /// <param name="ct">Stops the query.</param>
    public async Task<IReadOnlyList<DeadLetter>> List(long after, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ListText).With(Pg.Long(after), Pg.Int(Math.Clamp(limit, 1, MaxPage + 1)));
        return await Read(command, ct);
    }

    /// <returns>Null when there is no such dead letter.</returns>
    public async Task<DeadLetter?> Find(Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(FindText).With(Pg.Uuid(id));
        return (await Read(command, ct)).SingleOrDefault();
    }

    /// <summary>Delivers it again at once, with all its attempts, in its old place before what waits behind it.</summary>
    /// <returns>False when there is no such dead letter.</returns>
    public Task<bool> Replay(Guid id, CancellationToken ct) => Change(ReplayText, id, ct);

    /// <summary>Deletes it for good; what waits behind it goes on.</summary>
    /// <returns>False when there is no such dead letter.</returns>
    public Task<bool> Discard(Guid id, CancellationToken ct) => Change(DiscardText, id, ct);

    async Task<bool> Change(string sql, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(sql).With(Pg.Uuid(id));
        var changed = await command.ExecuteNonQueryAsync(ct) == 1;
        if (changed)
        {
            signal.Notify();
        }

        return changed;
    }

    internal static async Task<List<DeadLetter>> Read(NpgsqlCommand command, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        List<DeadLetter> page = [];
        while (await row.ReadAsync(ct))
        {
            page.Add(new(
                row.GetGuid(0), row.GetInt64(1), row.GetString(2), JsonElement.Parse(row.GetUtf8(3)), row.GetGuidOrNull(4),
                row.GetBoolean(5), row.GetInt32(6), row.GetInstant(7), row.GetInstant(8), row.GetString(9), row.GetString(10)));
        }

        return page;
    }
}
