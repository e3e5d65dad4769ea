using System.Text;
using Booking.Testing;
using Npgsql;

namespace Booking.Service.Tests;

/// <summary>Looks for what must not be there: in the text of every row, as text, as bytes and inside JSON.</summary>
static class Canaries
{
    // Bytes appear in hex when a row is cast to text, and in base64 within JSON, where it depends on what stands before them.
    public static IEnumerable<string> Forms(string canary)
    {
        var bytes = Encoding.UTF8.GetBytes(canary);
        yield return canary;
        yield return Convert.ToHexString(bytes);
        for (var shift = 0; shift < 3; shift++)
        {
            var base64 = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
            yield return base64[(shift == 0 ? 0 : shift + 1)..^1];
        }
    }

    /// <summary>All tables but those of the database's own and of the schema <paramref name="except"/>, with the text of all their rows.</summary>
    public static async Task<(List<string> Tables, string Text)> Dump(TestDatabase database, string except = "")
    {
        var tables = await Tables(database, except);
        var dump = new StringBuilder();
        await using var connection = await database.DataSource.OpenConnectionAsync();
        foreach (var table in tables)
        {
            await using var command = new NpgsqlCommand($"select t::text from {table} t", connection);
            await using var row = await command.ExecuteReaderAsync();
            while (await row.ReadAsync())
                dump.AppendLine(row.GetString(0));
        }

        return (tables, dump.ToString());
    }

    static async Task<List<string>> Tables(TestDatabase database, string except)
    {
        await using var command = database.DataSource.CreateCommand("""
            select quote_ident(table_schema) || '.' || quote_ident(table_name) from information_schema.tables
             where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', $1)
            """);
        command.Parameters.Add(new() { Value = except });
        await using var row = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await row.ReadAsync())
            tables.Add(row.GetString(0).Replace("public.", "", StringComparison.Ordinal));
        return tables;
    }
}
