using System.Globalization;

namespace Booking.Drills.Load;

/// <summary>What the service and the database keep at one moment.</summary>
/// <param name="At">Seconds from the beginning.</param>
/// <param name="Memory">Resident, of the service, in MiB.</param>
/// <param name="Heap">MiB of objects that the last collection left; NaN when the service does not tell.</param>
/// <param name="BytesAnEvent">All tables and indexes of the database, so that growth with the log does not count.</param>
/// <param name="Dead">Dead rows for a hundred live ones, in all tables.</param>
sealed record Sample(double At, double Memory, double Heap, int Descriptors, long Connections, double BytesAnEvent, double Dead)
{
    const string Kept = """
        select (select count(*) from pg_stat_activity where datname = current_database() and application_name like 'booking %'),
               (select sum(pg_total_relation_size(relid)) from pg_stat_user_tables)::float8 / greatest(1, (select last_value from mt_events_sequence)),
               (select sum(n_dead_tup) * 100.0 / greatest(1, sum(n_live_tup)) from pg_stat_user_tables)::float8
        """;

    /// <summary>The largest tables: what of them is dead or free, by a look at all their pages where PostgreSQL has one.</summary>
    const string Bloat = """
        select relname::text, pg_total_relation_size(relid), s.dead_tuple_percent, s.free_percent
          from (select * from pg_stat_user_tables where schemaname = 'public' order by pg_total_relation_size(relid) desc limit 8) t, pgstattuple(t.relid::regclass) s
        """;

    public static async Task<Sample> Take(LoadGround ground, TimeSpan at)
    {
        var (connections, bytes, dead) = (await ground.Drill.Query(Kept, row => (row.GetInt64(0), row.GetDouble(1), row.GetDouble(2))))[0];
        return new(at.TotalSeconds, ground.Gauge.Memory(), await HeapOf(ground), ground.Gauge.Descriptors(), connections, bytes, dead);
    }

    public static async Task PrintBloat(LoadGround ground)
    {
        if ((await ground.Drill.Query("select count(*) from pg_available_extensions where name = 'pgstattuple'", row => row.GetInt64(0)))[0] == 0)
            return;
        await ground.Drill.Query("create extension if not exists pgstattuple", _ => 0);
        Console.WriteLine("| table | MiB with indexes | dead % | free % |\n| --- | --: | --: | --: |");
        foreach (var line in await ground.Drill.Query(Bloat, row => string.Create(
            CultureInfo.InvariantCulture, $"| {row.GetString(0)} | {row.GetInt64(1) / 1048576.0:0.0} | {row.GetDouble(2):0.0} | {row.GetDouble(3):0.0} |")))
            Console.WriteLine(line);
        Console.WriteLine();
    }

    /// <summary>By the service's own metrics.</summary>
    static async Task<double> HeapOf(LoadGround ground)
    {
        using var http = new HttpClient { BaseAddress = ground.Drill.Address };
        using var answer = await http.GetAsync(new Uri("/metrics", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            return double.NaN;
        var bytes = (await answer.Content.ReadAsStringAsync()).Split('\n')
            .Where(line => line.StartsWith("dotnet_gc_last_collection_heap_size", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));
        return bytes > 0 ? bytes / 1048576 : double.NaN;
    }
}
