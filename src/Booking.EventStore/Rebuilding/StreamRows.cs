using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Makes the rows of projections that are replayed stream by stream, in memory.</summary>
/// <param name="fold">Of the projections and no others.</param>
/// <param name="tables">Theirs.</param>
sealed class StreamRows(ReplayFold fold, IReadOnlyDictionary<string, TableShape> tables)
{
    readonly Dictionary<string, RowStatement> _statements = new(StringComparer.Ordinal);
    readonly RowSet _rows = new(tables);

    /// <summary>What a page of whole streams leads to. What was there before is gone.</summary>
    /// <exception cref="RebuildFailedException">An event cannot be applied; the message names it.</exception>
    public RowSet Of(ReplayPage page)
    {
        _rows.Clear();
        using var sql = new NpgsqlBatch();
        var (stream, state) = (default(StreamId), (object?)null);
        foreach (var recorded in page.Events)
        {
            if (fold.Find(recorded.Category) is { } category)
            {
                state = recorded.Metadata.Stream == stream && state is not null ? state : category.Initial;
                stream = recorded.Metadata.Stream;
                state = Apply(recorded, state, sql);
            }
        }

        return _rows;
    }

    object Apply(RecordedEvent recorded, object before, NpgsqlBatch sql)
    {
        try
        {
            return fold.Apply(recorded, before, sql, Apply);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new RebuildFailedException(ReplayFold.Naming(recorded, e.Message), e);
        }
    }

    void Apply(string projection, NpgsqlBatch sql)
    {
        foreach (var command in sql.BatchCommands)
        {
            if (!_statements.TryGetValue(command.CommandText, out var statement))
            {
                statement = RowStatement.Read(command.CommandText, tables)
                    ?? throw new NotSupportedException($"The projection {projection} is declared to be replayed by stream and has a statement that rows in memory do not understand: {command.CommandText}");
                _statements.Add(command.CommandText, statement);
            }

            statement.Apply(_rows, ((NpgsqlBatchCommand)command).Parameters);
        }
    }
}
