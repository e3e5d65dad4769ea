using Npgsql;

namespace Booking.EventStore;

/// <summary>A temporary copy of a live table's shape, and the comparison of the two.</summary>
static class TableParity
{
    const string KeyColumns = """
        select a.attname
          from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = ('public.' || quote_ident($1))::regclass and i.indisprimary
        """;

    /// <summary>Lays an empty table in front of the live one, for this transaction.</summary>
    public static async Task Shadow(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        var name = Quoted(table);
        await using var command = new NpgsqlCommand($"create temp table {name} (like public.{name} including all) on commit drop", connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Compares row by row on the primary key.</summary>
    /// <exception cref="InvalidOperationException">The table has no primary key.</exception>
    public static async Task<ProjectionParity> Of(NpgsqlConnection connection, string projection, string table, CancellationToken ct)
    {
        if (await Key(connection, table, ct) is not [var first, ..] key)
        {
            throw new InvalidOperationException($"The projection {projection} writes to {table}, which has no primary key.");
        }

        var name = Quoted(table);
        await using var command = new NpgsqlCommand($"""
            select count(*) filter (where (live.*)::text = (replayed.*)::text),
                   count(*) filter (where (live.*)::text <> (replayed.*)::text),
                   count(*) filter (where live.{first} is null),
                   count(*) filter (where replayed.{first} is null)
              from public.{name} live full join pg_temp.{name} replayed using ({string.Join(", ", key)})
            """, connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(projection, table, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3));
    }

    static async Task<List<string>> Key(NpgsqlConnection connection, string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(KeyColumns, connection).With(Pg.Text(table));
        await using var row = await command.ExecuteReaderAsync(ct);
        List<string> columns = [];
        while (await row.ReadAsync(ct))
        {
            columns.Add(Quoted(row.GetString(0)));
        }

        return columns;
    }

    static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"")}\"";
}
