using Booking.Testing;
using Npgsql;

namespace Booking.Service.Tests.Hostile;

/// <summary>A number that differs when any row was written: of all tables but those that the service writes by itself, or to count wrong passwords.</summary>
sealed class TableDigest
{
    static readonly HashSet<string> Busy = new(
        [
            "outbox", "next_starts", "offered_slots", "webhook_deliveries", "mt_event_progression", "payment_checks", "provider_requests", "notifications", "search_key", "dev_clock",
            "identity.dev_mail", "identity.accounts", "identity.account_tokens", "identity.data_protection_keys", "stream_snapshots", "sms_allowances", "doctor_ratings", "projection_rebuilds", "projection_versions",
        ], StringComparer.Ordinal);

    readonly TestDatabase database;
    readonly string sql;

    TableDigest(TestDatabase database, string sql) => (this.database, this.sql) = (database, sql);

    public static async Task<TableDigest> Of(TestDatabase database)
    {
        var tables = (await Canaries.Dump(database)).Tables.Where(table => !Busy.Contains(table));
        // The transaction that wrote a row and the row's place: both change with every write, and nobody but a write changes them.
        return new(database, string.Join(" union all ", tables.Select(table => $"select '{table}', coalesce(sum(hashtext(t.xmin::text || t.ctid::text)), 0)::text from {table} t")));
    }

    /// <returns>Of each table.</returns>
    public async Task<Dictionary<string, string>> Take()
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        Dictionary<string, string> digest = new(StringComparer.Ordinal);
        while (await row.ReadAsync())
            digest[row.GetString(0)] = row.GetString(1);
        return digest;
    }

    /// <summary>The tables that differ.</summary>
    public static string[] Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        [.. after.Where(table => before[table.Key] != table.Value).Select(table => table.Key)];
}
