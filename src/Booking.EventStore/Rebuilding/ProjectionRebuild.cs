using System.Diagnostics;
using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>
/// One rebuild of one projection. One session has the turn at it, and does all the writing: when it dies, nothing more is written. Disposed of, the
/// turn is given back.
/// </summary>
public sealed partial class ProjectionRebuild : IAsyncDisposable
{
    const string IdleInTransactionTimeout = "25P03";
    const string ReaderSettings = "set work_mem = '32MB'";

    readonly ProjectionRebuilds _rebuilds;
    readonly NpgsqlConnection _connection;
    readonly ReplayFold _fold;
    readonly string _schema;
    readonly string[] _categories;
    readonly long _began = Stopwatch.GetTimestamp();
    readonly long _doneBefore;
    StreamStates _states;
    RebuildNotes _notes;
    IProgress<RebuildStatus>? _progress;

    ProjectionRebuild(ProjectionRebuilds rebuilds, InlineProjection projection, NpgsqlConnection connection, RebuildNotes notes, RebuildStatus status)
    {
        (_rebuilds, Projection, _connection, _notes, Status) = (rebuilds, projection, connection, notes, status);
        (_fold, _states, _schema) = (new(rebuilds.Model, [projection]), new(rebuilds.Model), ShadowSchema.Of(projection.Name));
        (_categories, _doneBefore) = (_fold.Categories, notes.Done);
    }

    /// <summary>What is rebuilt.</summary>
    public InlineProjection Projection { get; }

    /// <summary>How it stands.</summary>
    public RebuildStatus Status { get; private set; }

    internal static async Task<ProjectionRebuild> Begin(
        ProjectionRebuilds rebuilds, InlineProjection projection, NpgsqlConnection connection, string by, CancellationToken ct)
    {
        if (await ShadowTables.HindrancesOf(connection, projection.Replaced, ct) is [_, ..] hindrances)
        {
            throw new RebuildFailedException($"The projection {projection.Name} cannot be replaced: {string.Join("; ", hindrances)}.");
        }

        var shape = await ShadowTables.Shape(connection, projection.Tables, ct);
        var notes = await RebuildRows.GoOn(connection, projection, rebuilds.Program, shape, by, ct)
            ?? await RebuildRows.BeginAnew(connection, projection, rebuilds.Program, shape, by, ct);
        return new(rebuilds, projection, connection, notes, (await RebuildRows.Read(connection, projection.Name, ct))!);
    }

    /// <summary>Does it, to the end: done, failed or cancelled. What ends it is in the answer, not thrown.</summary>
    /// <param name="progress">Told after each page; null: nobody is.</param>
    /// <param name="ct">Interrupts it: begun again it goes on from there.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    /// <exception cref="NpgsqlException">The database is out of reach. Begun again it goes on from where it was.</exception>
    public async Task<RebuildStatus> Run(IProgress<RebuildStatus>? progress, CancellationToken ct)
    {
        _progress = progress;
        try
        {
            await Steps(ct);
        }
        catch (RebuildStoppedException)
        {
            await End(RebuildState.Cancelled, error: null);
        }
        catch (RebuildFailedException e)
        {
            await End(RebuildState.Failed, e.Message);
        }
        catch (PostgresException e) when (IsFinal(e))
        {
            if (!await HasTurn())
            {
                throw;
            }

            await End(RebuildState.Failed, e.MessageText);
        }

        Status = (await RebuildRows.Read(_connection, Projection.Name, CancellationToken.None))!;
        progress?.Report(Status);
        return Status;
    }

    /// <summary>
    /// Whether the server would say the same again: not when it has ended the statement or the session. A full disk is final, though somebody may make
    /// room: what was made so far is in the way of everybody else.
    /// </summary>
    internal static bool IsFinal(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.DiskFull || !error.IsTransient && !error.SqlState.StartsWith("57", StringComparison.Ordinal) && error.SqlState != IdleInTransactionTimeout;

    async Task Steps(CancellationToken ct)
    {
        // What a session prepared before it had this path would still be right: the server goes by the path. But it need not keep it.
        _connection.UnprepareAll();
        await _connection.Run(
            $"set search_path = {ShadowSchema.Quoted(_schema)}, public; set synchronous_commit = off; set maintenance_work_mem = '128MB'", ct);
        await using var reader = await _rebuilds.DataSource.OpenConnectionAsync(ct);
        await reader.Run(ReaderSettings, ct);
        if (!_notes.IsBuilt)
        {
            await Build(reader, ct);
        }

        await CatchUp(reader, ct);
        await Compare(reader, ct);
        if (Projection.Replaced.Any())
        {
            await Swap(reader, ct);
        }
        else
        {
            await KeepGuards(ct);
        }
    }

    /// <summary>Notes how far it is, in the transaction of what it did, and tells whoever watches.</summary>
    /// <exception cref="RebuildStoppedException">Somebody wants it to end.</exception>
    async Task Note(RebuildState state, RebuildNotes notes, CancellationToken ct)
    {
        var elapsed = Stopwatch.GetElapsedTime(_began).TotalSeconds;
        var rate = notes.Done > _doneBefore && elapsed > 0 ? (notes.Done - _doneBefore) / elapsed : (double?)null;
        if (await RebuildRows.Note(_connection, Projection.Name, state, notes, rate, ct))
        {
            throw new RebuildStoppedException();
        }

        _notes = notes;
        Status = Status with
        {
            State = state, Position = Math.Max(0, notes.Position), Done = notes.Done, Total = notes.Total, Rate = rate, Error = null, EndedAt = null,
        };
        _progress?.Report(Status);
    }

    async Task End(RebuildState state, string? error)
    {
        await ShadowSchema.Drop(_connection, _schema, CancellationToken.None);
        await RebuildRows.End(_connection, Projection.Name, state, error, CancellationToken.None);
    }

    /// <summary>Gives the turn back.</summary>
    public async ValueTask DisposeAsync() => await ProjectionRebuilds.GiveBack(_connection, Projection.Name);
}

/// <summary>Somebody cancelled the rebuild.</summary>
sealed class RebuildStoppedException : Exception;
