using System.Data;
using System.Diagnostics;
using System.Security.Cryptography;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>How the shadow catches up with the log, is compared, and takes the live tables' place.</summary>
public sealed partial class ProjectionRebuild
{
    /// <summary>Events that are applied while writers wait: a fraction of a second's work.</summary>
    const int MostTail = 300;

    /// <summary>Less than <c>deadlock_timeout</c>, so that of two who wait for each other it is this one that gives up.</summary>
    const string LockTimeout = "set local lock_timeout = '900ms'";

    const string LockStreams = "lock table mt_streams in share mode";

    /// <summary>
    /// Vacuum's own lock, before any that somebody waits behind. An autovacuum gives way to whoever waits for longer than <c>deadlock_timeout</c>, so under
    /// <see cref="LockTimeout"/> it never would, and writers would stand behind attempt after attempt for as long as it runs.
    /// </summary>
    const string KeepVacuumOut = "set local lock_timeout = '5s'; lock table mt_streams in share update exclusive mode";

    /// <summary>How long the tables are tried for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    async Task CatchUp(NpgsqlConnection reader, CancellationToken ct)
    {
        for (var applied = int.MaxValue; applied > MostTail / 3;)
        {
            applied = 0;
            var settled = await SettledPosition.Read(reader, ct);
            while (await ReplayPages.ByLog(reader, _categories, _notes.Position, settled, ReplayPages.EventsOfLog, ct) is [_, ..] page)
            {
                await using var transaction = await _connection.BeginTransactionAsync(ct);
                await Apply(page, RebuildState.CatchingUp, ct);
                await transaction.CommitAsync(ct);
                applied += page.Count;
            }

            await Note(RebuildState.CatchingUp, _notes with { Position = Math.Max(_notes.Position, settled) }, ct);
        }
    }

    /// <summary>
    /// For a moment nothing is being written: the shadow is brought to where the log is, and a snapshot is opened that has both. In it they are
    /// compared while writers go on.
    /// </summary>
    async Task Compare(NpgsqlConnection reader, CancellationToken ct)
    {
        await using var comparing = await _rebuilds.DataSource.OpenConnectionAsync(ct);
        await comparing.Run("set work_mem = '64MB'", ct);
        await Note(RebuildState.Comparing, _notes, ct);
        await Persist(reader, () => OpenSnapshot(reader, comparing, ct), ct);
        List<ProjectionParity> parities = [];
        foreach (var table in Projection.Tables)
        {
            parities.Add(await TableParity.Of(comparing, Projection.Name, _schema, table, ct));
        }

        await comparing.Run("rollback", ct);
        await RebuildRows.NoteParity(_connection, Projection.Name, parities, ct);
        Status = Status with { Parity = parities };
        await Note(RebuildState.Swapping, _notes, ct);
    }

    async Task<bool> OpenSnapshot(NpgsqlConnection reader, NpgsqlConnection comparing, CancellationToken ct)
    {
        await using var still = await reader.BeginTransactionAsync(ct);
        await reader.Run($"{KeepVacuumOut}; {LockTimeout}; {LockStreams}", ct);
        if (await Tail(reader, ct) is not { } tail)
        {
            return false;
        }

        await using (var transaction = await _connection.BeginTransactionAsync(ct))
        {
            await ApplyTail(tail, RebuildState.Comparing, ct);
            await transaction.CommitAsync(ct);
        }

        await comparing.Run("begin isolation level repeatable read, read only; select 1 from mt_streams limit 1", ct);
        return true;
    }

    async Task Swap(NpgsqlConnection reader, CancellationToken ct) => await Persist(reader, () => TrySwap(ct), ct);

    /// <summary>Writers wait while the last events are applied and the tables change places; readers while they change places.</summary>
    async Task<bool> TrySwap(CancellationToken ct)
    {
        await using var transaction = await _connection.BeginTransactionAsync(ct);
        var live = Projection.Replaced.ToList();
        await _connection.Run(
            $"""
            {KeepVacuumOut}; lock table {Names(ShadowSchema.Live, live)} in share update exclusive mode; lock table {Names(_schema, live)} in access exclusive mode;
            {LockTimeout}; set local synchronous_commit = on
            """,
            ct);
        await ReplaySnapshot.KeepOut(_connection, ct);
        await _connection.Run(LockStreams, ct);
        if (await Tail(_connection, ct) is not { } tail)
        {
            return false;
        }

        await ApplyTail(tail, RebuildState.Swapping, ct);
        await _connection.Run($"lock table {Names(ShadowSchema.Live, live)} in access exclusive mode", ct);
        if (!await RebuildRows.HasShape(_connection, Projection.Name, await ShadowTables.Shape(_connection, Projection.Tables, ct), ct))
        {
            throw new RebuildFailedException($"The tables of {Projection.Name} were changed by a migration while it was rebuilt. Begin again.");
        }

        var kept = ShadowSchema.Kept(Projection.Name);
        await _connection.Run($"drop schema if exists {ShadowSchema.Quoted(kept)} cascade; create schema {ShadowSchema.Quoted(kept)}", ct);
        foreach (var table in live)
        {
            await ShadowTables.Swap(_connection, _schema, kept, table, ct);
        }

        await _connection.Run($"drop schema {ShadowSchema.Quoted(_schema)} cascade", ct);
        if (Status.Parity.Any(parity => !parity.IsClean))
        {
            // Who remembers the wrong rows by a version that stays the same is told, on each node, that anything may have changed.
            await _connection.Run($"notify {OutboxNotifier.ChangesChannel}; {Projection.AfterRepair}", ct);
        }

        await RebuildRows.NoteSwap(_connection, Projection, _notes.Position, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    static string Names(string schema, List<string> tables) => string.Join(", ", tables.Select(table => ShadowSchema.Quoted(schema, table)));

    /// <summary>The events that the shadow lacks, with writers shut out.</summary>
    /// <returns>Null when they are too many to keep writers waiting for.</returns>
    async Task<(List<RecordedEvent> Events, long Position)?> Tail(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select case when is_called then last_value else 0 end from mt_events_sequence", connection);
        var last = (long)(await command.ExecuteScalarAsync(ct))!;
        var events = await ReplayPages.ByLog(connection, _categories, _notes.Position, last, MostTail + 1, ct);
        return events.Count > MostTail ? null : (events, last);
    }

    async Task ApplyTail((List<RecordedEvent> Events, long Position) tail, RebuildState state, CancellationToken ct)
    {
        if (tail.Events.Count > 0)
        {
            await Apply(tail.Events, state, ct);
        }

        await Note(state, _notes with { Position = Math.Max(_notes.Position, tail.Position) }, ct);
    }

    /// <summary>Tries until the locks are free; in between it lets go of everything and keeps up with the log.</summary>
    async Task Persist(NpgsqlConnection reader, Func<Task<bool>> attempt, CancellationToken ct)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var notes = _notes;
            try
            {
                if (await attempt())
                {
                    return;
                }
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
            {
                if (Stopwatch.GetElapsedTime(began) > Patience)
                {
                    throw new RebuildFailedException($"The tables of {Projection.Name} were in use for {Patience.TotalMinutes} minutes without a moment's break.", e);
                }
            }

            // What was applied in the attempt was taken back with it.
            (_notes, _states) = (await RebuildRows.Notes(_connection, Projection.Name, ct) ?? notes, new(_rebuilds.Model));
            await Task.Delay(RandomNumberGenerator.GetInt32(100, 600), ct);
            await CatchUp(reader, ct);
        }
    }
}
