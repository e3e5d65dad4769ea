using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>By which time zone rules doctors stand, and what was done to bring them there.</summary>
static class TimeZoneReport
{
    const int LastRuns = 20;

    const string Stored = """select tzdb collate "C", count(*) from calendars where tzdb is not null group by 1 order by 1""";
    const string Runs = "select id, at, from_version, to_version, doctors, slots_changed, visits_moved, conflicts from time_zone_runs ";

    public static async Task<TimeZonesAnswer> Read(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.BatchCommands.Add(new(Stored));
        batch.BatchCommands.Add(new($"{Runs} order by at desc, id desc limit {LastRuns}"));
        await using var row = await batch.ExecuteReaderAsync(ct);
        List<StoredTimeZones> stored = [];
        while (await row.ReadAsync(ct))
        {
            stored.Add(new(row.GetString(0), row.GetInt64(1)));
        }

        await row.NextResultAsync(ct);
        List<TimeZoneRun> runs = [];
        while (await row.ReadAsync(ct))
        {
            runs.Add(Run(row));
        }

        return new(Zones.TzdbVersion, stored, runs);
    }

    public static async Task<TimeZoneRun?> Find(NpgsqlDataSource dataSource, TimeZoneRunId id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Runs + "where id = $1").With(Pg.Uuid(id.Value));
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Run(row) : null;
    }

    /// <summary>How many doctors stand by newer rules than this process has.</summary>
    public static Task<long> Ahead(NpgsqlDataSource dataSource, CancellationToken ct) => Count(dataSource, """tzdb collate "C" > $1""", ct);

    /// <summary>How many doctors stand by older ones.</summary>
    public static Task<long> Behind(NpgsqlDataSource dataSource, CancellationToken ct) => Count(dataSource, """tzdb collate "C" < $1""", ct);

    static async Task<long> Count(NpgsqlDataSource dataSource, string which, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand($"select count(*) from calendars where {which}").With(Pg.Text(Zones.TzdbVersion));
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    static TimeZoneRun Run(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.GetInstant(1), row.GetString(2), row.GetString(3), row.GetInt32(4), row.GetInt32(5), row.GetInt32(6), row.GetInt32(7));
}
