using NodaTime;
using Npgsql;

namespace Booking.EventStore.Outbox;

/// <summary>Dead letters that died of the same thing.</summary>
/// <param name="Fingerprint">Eight hexadecimal digits, made of the type and of <paramref name="Error"/>.</param>
/// <param name="Type">The name of their type.</param>
/// <param name="Error">The first line of the error, with ids and numbers taken out; at most 300 characters.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">When the first of them was given up.</param>
/// <param name="Last">When the last of them was.</param>
public sealed record DeadLetterGroup(string Fingerprint, string Type, string Error, long Count, Instant First, Instant Last);

/// <summary>Which dead letters are meant; all of them when nothing is said.</summary>
/// <param name="Type">Only those of this type.</param>
/// <param name="Fingerprint">Only those of this <see cref="DeadLetterGroup"/>.</param>
/// <param name="UpTo">Only those that were given up by then: what died after somebody looked is not what they meant.</param>
public sealed record DeadLetterFilter(string? Type = null, string? Fingerprint = null, Instant? UpTo = null);

/// <summary>What people do about many dead letters at once, a batch a transaction, so that no batch holds the queue up.</summary>
public sealed class DeadLetterGroups(NpgsqlDataSource dataSource)
{
    // Messages that one step changes, and groups that are listed, those with the most messages first.
    const string BatchSize = "500", MostGroups = "200";

    const string Line = """
        left(regexp_replace(regexp_replace(split_part(coalesce(error, ''), E'\n', 1),
             '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', '<id>', 'gi'), '[0-9]+', '#', 'g'), 300)
        """;

    const string Dead = $"""
        select position, type, dead_at, line, left(md5(type || E'\n' || line), 8) as fingerprint
          from (select position, type, dead_at, {Line} as line from outbox
                 where dead_at is not null and ($1::text is null or type = $1) and ($3::timestamptz is null or dead_at <= $3)) letter
        """;

    const string ListText = $"""
        select fingerprint, type, line, count(*), min(dead_at), max(dead_at) from ({Dead}) dead
         where $2::text is null or fingerprint = $2 group by 1, 2, 3 order by 4 desc, 5, 1 limit {MostGroups}
        """;

    const string Chosen = $"""
        with chosen as (select position from ({Dead}) dead where ($2::text is null or fingerprint = $2) and position > $4 order by position limit {BatchSize})
        """;

    const string ExamplesText = $"""
        select id, position, type, body, order_key, parks, attempts, created_at, dead_at, coalesce(error, ''), correlation_id from outbox
         where dead_at is not null and position in (select position from ({Dead}) dead where $2::text is null or fingerprint = $2 order by position limit 20) order by position
        """;

    // Whoever was replayed or discarded by another in between is passed over: dead_at is asked again under the row's lock.
    const string StillDead = "o.position = chosen.position and o.dead_at is not null and ($3::timestamptz is null or o.dead_at <= $3)";

    const string ReplayText = $"""
        {Chosen}, changed as (
            update outbox o set dead_at = null, attempts = 0, retry_at = null from chosen where {StillDead} returning 1)
        select (select count(*) from changed), max(position) from chosen
        """;

    const string DiscardText = $"""
        {Chosen}, changed as (
            delete from outbox o using chosen where {StillDead} returning 1)
        select (select count(*) from changed), max(position) from chosen
        """;

    /// <summary>What dead letters died of, in at most 200 groups.</summary>
    public async Task<IReadOnlyList<DeadLetterGroup>> List(DeadLetterFilter filter, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ListText).With(Of(filter));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<DeadLetterGroup> groups = [];
        while (await row.ReadAsync(ct))
        {
            groups.Add(new(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInstant(4), row.GetInstant(5)));
        }

        return groups;
    }

    /// <summary>The oldest 20 of them.</summary>
    public async Task<IReadOnlyList<DeadLetter>> Examples(DeadLetterFilter filter, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ExamplesText).With(Of(filter));
        return await DeadLetters.Read(command, ct);
    }

    /// <summary>Delivers the next of them again, in their old places. One that dies again is behind the position, so no call meets it twice.</summary>
    /// <param name="after">What the call before answered; 0 at first.</param>
    /// <returns>How many were changed, and where the next call goes on; null at the end.</returns>
    public Task<(long Changed, long? Next)> Replay(DeadLetterFilter filter, long after, CancellationToken ct) => Step(ReplayText, filter, after, ct);

    /// <summary>Deletes the next of them for good.</summary>
    /// <inheritdoc cref="Replay"/>
    public Task<(long Changed, long? Next)> Discard(DeadLetterFilter filter, long after, CancellationToken ct) => Step(DiscardText, filter, after, ct);

    async Task<(long Changed, long? Next)> Step(string sql, DeadLetterFilter filter, long after, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(sql).With([.. Of(filter), Pg.Long(after)]);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1));
    }

    static NpgsqlParameter[] Of(DeadLetterFilter filter) => [Pg.TextOrNull(filter.Type), Pg.TextOrNull(filter.Fingerprint), Pg.AtOrNull(filter.UpTo)];
}
