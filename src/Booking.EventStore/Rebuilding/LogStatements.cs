using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Applies events in the order of the log, by the statements of the projections, to the tables that the session's search path finds.</summary>
/// <param name="fold">Of the projections and no others.</param>
/// <param name="states">Of the streams as of the position applied last.</param>
sealed class LogStatements(ReplayFold fold, StreamStates states)
{
    const int StatementsInBatch = 500;

    /// <summary>Applies a page.</summary>
    /// <param name="connection">In the transaction that notes the position.</param>
    /// <exception cref="RebuildFailedException">An event cannot be applied; the message names it.</exception>
    public async Task Apply(NpgsqlConnection connection, IReadOnlyList<RecordedEvent> page, CancellationToken ct)
    {
        using var one = new NpgsqlBatch();
        List<(NpgsqlBatchCommand Statement, RecordedEvent Event)> waiting = [];
        foreach (var recorded in page)
        {
            Fold(recorded, one, waiting);
            if (waiting.Count >= StatementsInBatch)
            {
                await Run(connection, waiting, ct);
            }
        }

        await Run(connection, waiting, ct);
    }

    void Fold(RecordedEvent recorded, NpgsqlBatch one, List<(NpgsqlBatchCommand, RecordedEvent)> waiting)
    {
        if (fold.Find(recorded.Category) is not { } category)
        {
            return;
        }

        try
        {
            var stream = recorded.Metadata.Stream;
            states.Set(stream, fold.Apply(recorded, states.Of(stream, category), one, (_, sql) =>
            {
                foreach (var command in sql.BatchCommands)
                {
                    waiting.Add(((NpgsqlBatchCommand)command, recorded));
                }
            }));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new RebuildFailedException(ReplayFold.Naming(recorded, e.Message), e);
        }
    }

    static async Task Run(NpgsqlConnection connection, List<(NpgsqlBatchCommand Statement, RecordedEvent Event)> waiting, CancellationToken ct)
    {
        if (waiting.Count == 0)
        {
            return;
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.Add("savepoint batch");
        foreach (var (statement, _) in waiting)
        {
            batch.BatchCommands.Add(statement);
        }

        batch.Add("release savepoint batch");
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (!e.IsTransient)
        {
            throw new RebuildFailedException(await WhatFails(connection, waiting, ct) ?? e.MessageText, e);
        }

        waiting.Clear();
    }

    /// <summary>Goes through the statements of a batch that failed one by one, to name the event of the one that does.</summary>
    static async Task<string?> WhatFails(NpgsqlConnection connection, List<(NpgsqlBatchCommand Statement, RecordedEvent Event)> statements, CancellationToken ct)
    {
        await connection.Run("rollback to savepoint batch", ct);
        foreach (var (statement, recorded) in statements)
        {
            await using var single = new NpgsqlBatch(connection);
            single.BatchCommands.Add(statement);
            try
            {
                await single.ExecuteNonQueryAsync(ct);
            }
            catch (PostgresException e)
            {
                return ReplayFold.Naming(recorded, e.MessageText);
            }
        }

        return null;
    }
}
