using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>Which row a statement is about: the one with its key, if the other columns are as it says.</summary>
/// <param name="values">By column; each of the key's is there, and none depends on the row.</param>
sealed class RowCondition(TableShape table, Dictionary<int, RowValue> values)
{
    readonly KeyValuePair<int, RowValue>[] _others = [.. values.Where(value => !table.Key.Contains(value.Key))];

    public (RowKey Key, NpgsqlParameter?[] Row)? Find(RowSet rows, NpgsqlParameterCollection parameters)
    {
        var key = RowKey.Of(table, column => values[column](parameters, null, null));
        return rows.Find(table, key) is { } row && Array.TrueForAll(_others, other => Cells.AreEqual(row[other.Key], other.Value(parameters, null, null))) ? (key, row) : null;
    }
}
