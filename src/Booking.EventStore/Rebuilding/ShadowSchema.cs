using Npgsql;

namespace Booking.EventStore.Rebuilding;

/// <summary>The schemas in which a rebuild makes its tables, and in which it keeps those that it replaced.</summary>
static class ShadowSchema
{
    public const string Live = "public";

    public static string Of(string projection) => $"rebuild_{projection}";

    public static string Kept(string projection) => $"kept_{projection}";

    public static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Quoted(string schema, string name) => $"{Quoted(schema)}.{Quoted(name)}";

    /// <returns>Whether it was there.</returns>
    public static async Task<bool> Drop(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        await using var exists = new NpgsqlCommand("select to_regnamespace(quote_ident($1)) is not null", connection).With(Pg.Text(schema));
        if (await exists.ExecuteScalarAsync(ct) is not true)
        {
            return false;
        }

        await connection.Run($"drop schema if exists {Quoted(schema)} cascade", ct);
        return true;
    }

    /// <summary>Runs statements without parameters, however long they take.</summary>
    public static async Task Run(this NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
