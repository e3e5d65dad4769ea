using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace Booking.EventStore.Outbox;

/// <summary>A message that this process may handle until its lease runs out.</summary>
sealed record LeasedMessage(
    long Position, Guid Id, Guid? OrderKey, string Type, byte[] Body, int Attempt, Guid Lease,
    string CorrelationId, string? CausationId, Actor Actor, Instant DeliverAt);

/// <summary>
/// Takes messages and records what became of them. Every outcome names the lease, so one that comes late, after another
/// process took the message, changes nothing.
/// </summary>
sealed class OutboxLeases(NpgsqlDataSource dataSource, IClock clock)
{
    const string Done = "update outbox set sent_at = $3, lease = null, leased_until = null where position = $1 and lease = $2";

    const string Retry =
        "update outbox set retry_at = $3, error = $4, lease = null, leased_until = null where position = $1 and lease = $2";

    const string RetryUncounted =
        "update outbox set retry_at = $3, error = $4, attempts = attempts - 1, lease = null, leased_until = null where position = $1 and lease = $2";

    const string Bury =
        "update outbox set dead_at = $3, error = $4, lease = null, leased_until = null where position = $1 and lease = $2";

    const string GiveBackText =
        "update outbox set attempts = attempts - 1, lease = null, leased_until = null where position = $1 and lease = $2";

    /// <summary>Fails as a take does while the database is away or read-only, and takes nothing.</summary>
    const string ProbeText = "update outbox set lease = lease where false";

    /// <summary>
    /// Seconds. An outcome is one indexed row; what takes longer is an outage, and is tried again. Longer than the service's <c>lock_timeout</c>, so that
    /// a locked row is not taken for one.
    /// </summary>
    const int CommandTimeout = 7;

    internal static readonly string TakeText = Sql.File("outbox_take.sql");

    public async Task<List<LeasedMessage>> Take(int atMost, TimeSpan lease, string[] types, CancellationToken ct)
    {
        var token = Guid.NewGuid();
        await using var command = dataSource.CreateCommand(TakeText);
        command.CommandTimeout = CommandTimeout;
        command.With(Pg.At(clock.GetCurrentInstant()), Pg.Int(atMost), Pg.Uuid(token), Length(lease), Pg.Texts(types));
        List<LeasedMessage> taken = [];
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            taken.Add(Read(row, token));
        }

        // An UPDATE returns its rows in any order.
        taken.Sort(static (a, b) => (a.DeliverAt, a.Position).CompareTo((b.DeliverAt, b.Position)));
        return taken;
    }

    /// <summary>Returns when messages could be taken.</summary>
    public async Task Probe(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(ProbeText);
        command.CommandTimeout = CommandTimeout;
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <returns>False when the lease had been lost, here and below.</returns>
    public Task<bool> Sent(LeasedMessage message) => Mark(Done, message, Pg.At(clock.GetCurrentInstant()));

    /// <param name="counted">False: as an attempt that never was.</param>
    public Task<bool> TryLater(LeasedMessage message, Duration wait, string error, bool counted = true) =>
        Mark(counted ? Retry : RetryUncounted, message, Pg.At(clock.GetCurrentInstant() + wait), Pg.Text(error));

    public Task<bool> GiveUp(LeasedMessage message, string error) => Mark(Bury, message, Pg.At(clock.GetCurrentInstant()), Pg.Text(error));

    /// <summary>As if it had never been taken.</summary>
    public Task<bool> GiveBack(LeasedMessage message) => Mark(GiveBackText, message);

    async Task<bool> Mark(string sql, LeasedMessage message, params NpgsqlParameter[] rest)
    {
        await using var command = dataSource.CreateCommand(sql);
        command.CommandTimeout = CommandTimeout;
        command.With([Pg.Long(message.Position), Pg.Uuid(message.Lease), .. rest]);
        return await command.ExecuteNonQueryAsync(CancellationToken.None) == 1;
    }

    static LeasedMessage Read(NpgsqlDataReader row, Guid lease) => new(
        Position: row.GetInt64(0),
        Id: row.GetGuid(1),
        OrderKey: row.GetGuidOrNull(2),
        Type: row.GetString(3),
        Body: row.GetUtf8(4),
        Attempt: row.GetInt32(5),
        Lease: lease,
        CorrelationId: row.GetString(6),
        CausationId: row.GetStringOrNull(7),
        Actor: new(row.GetString(8), row.GetString(9)),
        DeliverAt: row.GetInstant(10));

    static NpgsqlParameter<TimeSpan> Length(TimeSpan lease) => new() { TypedValue = lease, NpgsqlDbType = NpgsqlDbType.Interval };
}
