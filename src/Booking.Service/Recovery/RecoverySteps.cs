using System.Security.Cryptography;
using Booking.EventStore;
using Booking.EventStore.Outbox;
using Booking.Service.Notifications;
using Booking.Service.Patients;
using Booking.Service.Payments;
using NodaTime;
using Npgsql;

namespace Booking.Service.Recovery;

/// <summary>What came of sorting out after a restore.</summary>
/// <param name="Sequences">Sequences that stood behind what they have given out, and were set right.</param>
/// <param name="Refunds">Refunds still to be made that are looked for before they are sent.</param>
/// <param name="Read">Payments that their providers were asked about.</param>
/// <param name="Changed">Of those, the ones of which something new was learnt.</param>
/// <param name="Unread">Of those, the ones whose provider could not be asked.</param>
/// <param name="Dropped">Notices that are not sent any more, by type.</param>
sealed record Reconciliation(
    IReadOnlyList<string> Sequences, int Refunds, int Read, int Changed, IReadOnlyList<PaymentId> Unread, IReadOnlyList<(string Type, long Count)> Dropped);

/// <summary>The steps after a restore, between the erasures and the first message that goes out. Each may be repeated.</summary>
sealed class RecoverySteps(
    NpgsqlDataSource database, OutboxQuarantine quarantine, StoreModel model, SearchKey search, PaymentRecords records, PaymentReader reader,
    RefundSender refunds, IClock clock)
{
    const int Together = 4;

    /// <summary>How long before the loss a payment must have begun for nothing of it to have happened in what was lost.</summary>
    static readonly Duration Window = Duration.FromHours(24);

    /// <summary>What people are told. Sent twice it is worse than not at all.</summary>
    readonly string[] notices = [model.Messages.NameOf(typeof(SendNotice)), model.Messages.NameOf(typeof(SendReminder))];

    const string Sequence = """
        select setval('mt_events_sequence', top) from (select coalesce(max(seq_id), 0) as top from mt_events) log,
               lateral (select last_value, is_called from mt_events_sequence) s
         where top > case when is_called then last_value else last_value - 1 end
        """;

    const string Positions = """
        select setval(pg_get_serial_sequence('outbox', 'position'), top) from (select coalesce(max(position), 0) as top from outbox) box
         where top > coalesce(pg_sequence_last_value(pg_get_serial_sequence('outbox', 'position')::regclass), 0)
        """;

    const string Touched = """
        select p.id, s.version from payments p join mt_streams s on s.id = p.id
         where p.watch_till > $1 and (p.refunding > 0 or p.status in ('pending', 'processing') or p.watched_at > $2)
        """;

    const string Versions = "select id, version from mt_streams where id = any ($1)";

    /// <summary>Nothing goes out from here on. Fails when the keys are not those of this database, before anything is done with it.</summary>
    /// <param name="lostAt">When the lost database stopped; null: now.</param>
    /// <returns>False when a quarantine stood already.</returns>
    /// <exception cref="StartupRefusedException">The master keys open nothing here.</exception>
    public async Task<bool> Begin(Instant? lostAt, CancellationToken ct)
    {
        try
        {
            await search.Hash(["probe"], ct);
        }
        catch (CryptographicException)
        {
            throw new StartupRefusedException("Booking:MasterKeys do not open this database. Restore the keys that belong to it; they are kept apart from the backups.");
        }

        return await quarantine.Begin(clock.GetCurrentInstant(), lostAt ?? clock.GetCurrentInstant(), ct);
    }

    /// <returns>Null when there is no quarantine.</returns>
    public async Task<Reconciliation?> Reconcile(CancellationToken ct)
    {
        if (await quarantine.Find(ct) is not { } standing)
        {
            return null;
        }

        var sequences = await SetRight(ct);
        var payments = await Ask(Touched, ct, Pg.At(clock.GetCurrentInstant()), Pg.At(standing.LostAt - Window));
        var presumed = 0;
        List<PaymentId> unread = [];
        await Parallel.ForEachAsync(payments.Keys, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct }, async (payment, token) =>
        {
            try
            {
                Interlocked.Add(ref presumed, await Sort(new(payment), token));
            }
            catch (ProviderException)
            {
                lock (unread)
                {
                    unread.Add(new(payment));
                }
            }
        });
        var after = await Ask(Versions, ct, Pg.Uuids([.. payments.Keys]));
        var dropped = await quarantine.Drop(notices, standing.LostAt, clock.GetCurrentInstant(), ct);
        if (unread.Count == 0)
        {
            await quarantine.Reconciled(clock.GetCurrentInstant(), ct);
        }

        return new(sequences, presumed, payments.Count, after.Count(now => payments[now.Key] != now.Value), unread, dropped);
    }

    /// <summary>What is still to go back may be back already; and what the provider says now is recorded.</summary>
    /// <returns>How many refunds are looked for before they are sent.</returns>
    async Task<int> Sort(PaymentId payment, CancellationToken ct)
    {
        var state = await records.Load(payment, ct);
        var open = PaymentDriver.Steps(state).Where(step => step.Kind == PaymentDriver.StepKind.Refund).ToList();
        foreach (var step in open)
        {
            await refunds.Presume(state, state.Refunds[step.Number - 1], clock.GetCurrentInstant(), ct);
        }

        await reader.Read(payment, CommandContext.BySystem(clock.GetCurrentInstant(), "recovery"), ct);
        return open.Count;
    }

    /// <returns>Payments with the versions of their streams.</returns>
    async Task<Dictionary<Guid, long>> Ask(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql).With(parameters);
        await using var row = await command.ExecuteReaderAsync(ct);
        Dictionary<Guid, long> versions = [];
        while (await row.ReadAsync(ct))
        {
            versions.Add(row.GetGuid(0), row.GetInt64(1));
        }

        return versions;
    }

    async Task<List<string>> SetRight(CancellationToken ct)
    {
        List<string> behind = [];
        foreach (var (name, sql) in new[] { ("mt_events_sequence", Sequence), ("outbox.position", Positions) })
        {
            await using var command = database.CreateCommand(sql);
            if (await command.ExecuteScalarAsync(ct) is long)
            {
                behind.Add(name);
            }
        }

        return behind;
    }
}
