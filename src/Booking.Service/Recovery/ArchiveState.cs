using Npgsql;

namespace Booking.Service.Recovery;

/// <summary>How the server's own archiving of its log stands, for readiness and metrics.</summary>
/// <param name="On">False where the server archives nothing, or does it in another way.</param>
/// <param name="Failed">Failures since the statistics were last reset.</param>
/// <param name="LastArchived">How long ago a part of the log was archived last; null when none was.</param>
/// <param name="Fails">The last try failed.</param>
public sealed record ArchiveStatus(bool On, long Failed, TimeSpan? LastArchived, bool Fails);

/// <summary>Asks PostgreSQL, at one cheap query a call. Any user may.</summary>
public sealed class ArchiveState(NpgsqlDataSource database)
{
    const string Ask = """
        select current_setting('archive_mode') <> 'off', failed_count, extract(epoch from clock_timestamp() - last_archived_time)::float8,
               last_failed_time is not null and (last_archived_time is null or last_failed_time > last_archived_time)
          from pg_stat_archiver
        """;

    public async Task<ArchiveStatus> Read(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Ask);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new(row.GetBoolean(0), row.GetInt64(1), row.IsDBNull(2) ? null : TimeSpan.FromSeconds(row.GetDouble(2)), row.GetBoolean(3));
    }
}
