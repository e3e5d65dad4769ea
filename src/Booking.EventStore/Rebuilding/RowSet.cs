using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>A primary key of up to three columns.</summary>
readonly record struct RowKey(object? First, object? Second, object? Third)
{
    public const int MostColumns = 3;

    public static RowKey Of(TableShape table, NpgsqlParameter?[] row) => Of(table, column => row[column]);

    public static RowKey Of(TableShape table, Func<int, NpgsqlParameter?> cell)
    {
        var key = table.Key;
        return new(
            Cells.Scalar(cell(key[0])), key.Length > 1 ? Cells.Scalar(cell(key[1])) : null, key.Length > 2 ? Cells.Scalar(cell(key[2])) : null);
    }

    public override string ToString() => string.Join(", ", new[] { First, Second, Third }.Where(part => part is not null));
}

/// <summary>The rows that a page of streams leads to, table by table.</summary>
sealed class RowSet(IReadOnlyDictionary<string, TableShape> tables)
{
    readonly Dictionary<string, Dictionary<RowKey, NpgsqlParameter?[]>> _rows =
        tables.Keys.ToDictionary(name => name, _ => new Dictionary<RowKey, NpgsqlParameter?[]>(), StringComparer.Ordinal);

    public NpgsqlParameter?[] NewRow(TableShape table) => Array.ConvertAll(table.Columns, static column => column.Default);

    public NpgsqlParameter?[]? Find(TableShape table, RowKey key) => _rows[table.Name].GetValueOrDefault(key);

    public void Add(TableShape table, RowKey key, NpgsqlParameter?[] row) => _rows[table.Name].Add(key, row);

    public void Remove(TableShape table, RowKey key) => _rows[table.Name].Remove(key);

    /// <summary>Before the first row is sent: what cannot be made is not found halfway.</summary>
    public void MakeDocuments()
    {
        foreach (var cell in _rows.Values.SelectMany(table => table.Values).SelectMany(row => row))
        {
            (cell as LaterJson)?.Make();
        }
    }

    /// <summary>Copies everything into tables of these names in a schema.</summary>
    public async Task Copy(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        foreach (var (name, rows) in _rows.Where(table => table.Value.Count > 0))
        {
            var table = tables[name];
            await using var copy = await connection.BeginBinaryImportAsync(
                $"copy {ShadowSchema.Quoted(schema, name)} ({table.ColumnList}) from stdin (format binary)", ct);
            copy.Timeout = TimeSpan.FromMinutes(5);
            Write(copy, table.Columns, rows.Values);
            await copy.CompleteAsync(ct);
        }
    }

    static void Write(NpgsqlBinaryImporter copy, ShapeColumn[] columns, IEnumerable<NpgsqlParameter?[]> rows)
    {
        foreach (var row in rows)
        {
            copy.StartRow();
            for (var column = 0; column < columns.Length; column++)
            {
                Cells.Write(copy, row[column], columns[column].Type);
            }
        }
    }
}
