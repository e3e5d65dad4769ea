using System.Globalization;
using Booking.Testing;

namespace Booking.Drills.Scale;

/// <summary>What the server has counted so far.</summary>
/// <param name="Processor">Of all its processes, those that have ended included.</param>
/// <param name="WalPages">Pages that went into the log whole, as each does once after a checkpoint.</param>
sealed record Costs(
    TimeSpan Processor, double WalBytes, long WalRecords, long WalPages, long Transactions, IReadOnlyDictionary<string, (long Rows, long Bytes)> Tables)
{
    const int TicksPerSecond = 100;

    const string Wal = "select wal_bytes::float8, wal_records, wal_fpi, (select xact_commit from pg_stat_database where datname = current_database()) from pg_stat_wal";
    const string Sizes = "select relname::text, n_tup_ins, pg_total_relation_size(relid) from pg_stat_user_tables";

    public static async Task<Costs> Of(DrillGround ground, PrivateCluster cluster)
    {
        var (bytes, records, pages, transactions) = (await ground.Query(Wal, row => (row.GetDouble(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3))))[0];
        var tables = await ground.Query(Sizes, row => (Name: row.GetString(0), Rows: row.GetInt64(1), Bytes: row.GetInt64(2)));
        return new(ProcessorOf(cluster.Postmaster), bytes, records, pages, transactions, tables.ToDictionary(t => t.Name, t => (t.Rows, t.Bytes), StringComparer.Ordinal));
    }

    public IEnumerable<(string Table, long Rows, long Bytes)> Since(Costs before) =>
        Tables.Select(t => (t.Key, t.Value.Rows - before.Tables.GetValueOrDefault(t.Key).Rows, t.Value.Bytes - before.Tables.GetValueOrDefault(t.Key).Bytes));

    /// <summary>The parent has waited for all children that have ended; the others are asked.</summary>
    static TimeSpan ProcessorOf(int postmaster)
    {
        var ticks = 0L;
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), CultureInfo.InvariantCulture, out _)))
        {
            if (Stat(process) is { } stat && (Path.GetFileName(process) == $"{postmaster}" || stat[1] == $"{postmaster}"))
                ticks += stat[11..15].Take(Path.GetFileName(process) == $"{postmaster}" ? 4 : 2).Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>The fields after the name: state, parent, ...; user, system, children's user and system time are the 12th to 15th.</summary>
    static string[]? Stat(string process)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(process, "stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
