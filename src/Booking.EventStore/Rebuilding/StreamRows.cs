using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>What a page of whole streams leads to.</summary>
/// <param name="Cursor">The last of the streams.</param>
/// <param name="Events">How many they had.</param>
sealed record RowPage(RowSet Rows, Guid Cursor, long Events);

/// <summary>Makes the rows of projections that are replayed stream by stream, in memory.</summary>
/// <param name="fold">Of the projections and no others.</param>
/// <param name="tables">Theirs.</param>
sealed class StreamRows(ReplayFold fold, IReadOnlyDictionary<string, TableShape> tables)
{
    readonly Dictionary<string, RowStatement> _statements = new(StringComparer.Ordinal);
    RowSet _rows = new(tables);
    StreamId _stream;
    object? _state;
    long _events;

    /// <summary>Folds the next streams while they are read.</summary>
    /// <param name="after">The last stream of the page before.</param>
    /// <param name="upTo">The last position that counts.</param>
    /// <returns>Null at the end.</returns>
    /// <exception cref="RebuildFailedException">An event cannot be applied; the message names it.</exception>
    public async Task<RowPage?> Next(NpgsqlConnection connection, Guid after, long upTo, CancellationToken ct)
    {
        (_rows, _state, _events) = (new(tables), null, 0);
        using var sql = new RowBatch();
        if (await ReplayPages.ByStream(connection, fold.Categories, after, upTo, recorded => Apply(recorded, sql), ct) is not { } cursor)
        {
            return null;
        }

        _rows.MakeDocuments();
        return new(_rows, cursor, _events);
    }

    void Apply(RecordedEvent recorded, RowBatch sql)
    {
        _events++;
        var before = recorded.Metadata.Stream == _stream && _state is not null ? _state : fold.Find(recorded.Category)!.Initial;
        (_stream, sql.Applied) = (recorded.Metadata.Stream, recorded);
        try
        {
            _state = fold.Apply(recorded, before, sql, Apply);
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
