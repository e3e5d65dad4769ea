using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>The comparison of a live table with one made from the log.</summary>
static class TableParity
{
    const string KeyColumns = """
        select a.attname
          from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
         where i.indrelid = ('public.' || quote_ident($1))::regclass and i.indisprimary
        """;

    /// <summary>Compares row by row on the primary key, byte for byte.</summary>
    /// <param name="connection">In a transaction whose snapshot has both as of one moment.</param>
    /// <param name="schema">Where the other table is.</param>
    /// <exception cref="InvalidOperationException">The table has no primary key.</exception>
    public static async Task<ProjectionParity> Of(NpgsqlConnection connection, string projection, string schema, string table, CancellationToken ct)
    {
        if (await Key(connection, table, ct) is not [var first, ..] key)
        {
            throw new InvalidOperationException($"The projection {projection} writes to {table}, which has no primary key.");
        }

        // Tables have columns called live; none has one of these names, which would be meant instead of the row.
        await using var command = new NpgsqlCommand($"""
            select count(*) filter (where the_live_row *= the_made_row), count(*) filter (where not the_live_row *= the_made_row),
                   count(*) filter (where the_live_row.{first} is null), count(*) filter (where the_made_row.{first} is null)
              from {ShadowSchema.Quoted(ShadowSchema.Live, table)} the_live_row
              full join {ShadowSchema.Quoted(schema, table)} the_made_row using ({string.Join(", ", key)})
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
            columns.Add(ShadowSchema.Quoted(row.GetString(0)));
        }

        return columns;
    }
}
