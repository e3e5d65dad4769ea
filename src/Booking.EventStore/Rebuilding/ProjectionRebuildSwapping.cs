using System.Data;
using Booking.EventStore.Outbox;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>How the shadow catches up with the log, is compared, and takes the live tables' place.</summary>
public sealed partial class ProjectionRebuild
{
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
        try
        {
            return await TrySnapshot(reader, comparing, ct);
        }
        catch (NpgsqlException e) when (e.SqlState == IdleInTransactionTimeout || reader.FullState != ConnectionState.Open)
        {
            // Who stood still has lost the lock and no more than that; when the database is lost, the next statement says so.
            await comparing.Run("rollback", ct);
            await reader.CloseAsync();
            await reader.OpenAsync(ct);
            await reader.Run(ReaderSettings, ct);
            return false;
        }
    }

    async Task<bool> TrySnapshot(NpgsqlConnection reader, NpgsqlConnection comparing, CancellationToken ct)
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
        // Who stood still for too long has lost the lock and learns of it here: then what is live may be ahead of the shadow.
        await still.CommitAsync(ct);
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
        if (!await ReplaySnapshot.KeepOut(_connection, _refusals < MostRefusals ? TimeSpan.Zero : InLine, ct))
        {
            _refusals++;
            return false;
        }

        await _connection.Run($"{LockTimeout}; {LockStreams}", ct);
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

        await RebuildRows.NoteLive(_connection, Projection, _notes.Position, ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>Guards are never replaced. Those that are as these rules make them are of this version now.</summary>
    async Task KeepGuards(CancellationToken ct)
    {
        if (Status.Parity.All(parity => parity.IsClean))
        {
            await ShadowSchema.Drop(_connection, _schema, ct);
            await RebuildRows.NoteLive(_connection, Projection, _notes.Position, ct);
        }
        else
        {
            await End(RebuildState.Done, error: null);
        }
    }

    static string Names(string schema, List<string> tables) => string.Join(", ", tables.Select(table => ShadowSchema.Quoted(schema, table)));
}
