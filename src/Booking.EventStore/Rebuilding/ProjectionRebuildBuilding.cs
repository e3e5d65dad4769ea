using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>How the shadow is filled from the log as it was at the beginning.</summary>
public sealed partial class ProjectionRebuild
{
    async Task Build(NpgsqlConnection reader, CancellationToken ct)
    {
        if (_notes.Fence < 0)
        {
            await MakeTables(reader, ct);
        }

        if (Projection.ByStream)
        {
            await BuildByStream(reader, ct);
            await Index(ct);
        }
        else
        {
            // Statements find rows and conflicts by indexes.
            await Index(ct);
            await BuildByLog(reader, ct);
            // Whoever reads it plans by what is in it now, and not by the empty table that was indexed.
            await ShadowTables.Analyze(_connection, _schema, Projection.Tables, ct);
        }

        await Note(RebuildState.CatchingUp, _notes with { Position = _notes.Fence, Cursor = Guid.Empty }, ct);
    }

    async Task MakeTables(NpgsqlConnection reader, CancellationToken ct)
    {
        var fence = await SettledPosition.Read(reader, ct);
        var total = await ReplayPages.Count(reader, _categories, ct);
        await using var transaction = await _connection.BeginTransactionAsync(ct);
        await ShadowSchema.Drop(_connection, _schema, ct);
        await _connection.Run($"create schema {ShadowSchema.Quoted(_schema)}", ct);
        foreach (var table in Projection.Tables)
        {
            await ShadowTables.Create(_connection, _schema, table, ct);
        }

        await Note(RebuildState.Building, _notes with { Fence = fence, Total = total }, ct);
        await transaction.CommitAsync(ct);
    }

    async Task Index(CancellationToken ct)
    {
        foreach (var table in Projection.Tables)
        {
            await ShadowTables.Index(_connection, _schema, table, ct);
        }
    }

    /// <summary>While one page is copied, the next is read and folded.</summary>
    async Task BuildByStream(NpgsqlConnection reader, CancellationToken ct)
    {
        var rows = new StreamRows(_fold, await TableShapes.Read(_connection, Projection.Tables, ct));
        await Ahead<RowPage>(
            page => rows.Next(reader, page?.Cursor ?? _notes.Cursor, _notes.Fence, ct),
            async page =>
            {
                await using var transaction = await _connection.BeginTransactionAsync(ct);
                await page.Rows.Copy(_connection, _schema, ct);
                await Note(RebuildState.Building, _notes with { Cursor = page.Cursor, Done = _notes.Done + page.Events }, ct);
                await transaction.CommitAsync(ct);
            });
    }

    async Task BuildByLog(NpgsqlConnection reader, CancellationToken ct) => await Ahead<List<RecordedEvent>>(
        async page => await ReplayPages.ByLog(reader, _categories, page is null ? _notes.Position : page[^1].Position, _notes.Fence, ReplayPages.EventsOfLog, ct) is [_, ..] next
            ? next
            : null,
        async page =>
        {
            await using var transaction = await _connection.BeginTransactionAsync(ct);
            await Apply(page, RebuildState.Building, ct);
            await transaction.CommitAsync(ct);
        });

    /// <summary>Applies what follows on the shadow's position, and notes it, in the transaction that is open.</summary>
    async Task Apply(List<RecordedEvent> page, RebuildState state, CancellationToken ct)
    {
        await _states.Prepare(_connection, page, _notes.Position, ct);
        await new LogStatements(_fold, _states).Apply(_connection, page, ct);
        var done = _notes.Done + page.Count;
        await Note(state, _notes with { Position = page[^1].Position, Done = done, Total = Math.Max(_notes.Total, done) }, ct);
    }

    /// <summary>Works on each page while the next is read.</summary>
    static async Task Ahead<T>(Func<T?, Task<T?>> read, Func<T, Task> work) where T : class
    {
        var next = Task.Run(() => read(null));
        try
        {
            while (await next is { } page)
            {
                next = Task.Run(() => read(page));
                await work(page);
            }
        }
        finally
        {
            // The reader is not given back while it still reads; why it failed does not matter beside what ended the work.
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
