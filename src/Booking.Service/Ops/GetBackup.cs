using Booking.Contracts;
using Booking.EventStore;
using Npgsql;

namespace Booking.Service.Ops;

/// <summary>What the database says of its archive, and what was noted of backups and anchors.</summary>
static class GetBackup
{
    const string Archive = """
        select current_setting('archive_mode'), coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false), last_archived_wal, last_archived_time, archived_count,
               failed_count, last_failed_time, split_part(version(), ' ', 2), pg_postmaster_start_time()
          from pg_stat_archiver
        """;

    const string Last = "select at, by, change, subject, detail from operator_changes where change = $1 order by id desc limit 1";

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/ops/backup", Get).RequireAuthorization(Policies.Ops).WithTags("Ops").Answers<BackupAnswer>(200);

    static async Task<BackupAnswer> Get(NpgsqlDataSource dataSource, CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add(Last, Pg.Text("backup.base"));
        batch.Add(Last, Pg.Text("log.anchor"));
        batch.Add(Archive);
        await using var row = await batch.ExecuteReaderAsync(ct);
        var backup = await row.ReadAsync(ct) ? GetAudit.Item(row, 0) : null;
        await row.NextResultAsync(ct);
        var anchor = await row.ReadAsync(ct) ? GetAudit.Item(row, 0) : null;
        await row.NextResultAsync(ct);
        await row.ReadAsync(ct);
        var mode = row.GetString(0);
        return new(
            mode, mode == "off" ? null : row.GetBoolean(1), row.GetStringOrNull(2), row.GetInstantOrNull(3), row.GetInt64(4), row.GetInt64(5), row.GetInstantOrNull(6),
            backup, anchor, row.GetString(7), row.GetInstant(8), Zones.TzdbVersion);
    }
}
