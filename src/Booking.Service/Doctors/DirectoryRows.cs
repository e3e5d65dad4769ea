using Booking.EventStore;
using Booking.Service.Availability;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>A doctor of a list, and what the list is ordered by.</summary>
/// <param name="IsStale">Whether the next start is not known to be true now.</param>
readonly record struct DirectoryRow(DoctorRow Doctor, string FullName, long Fee, bool IsStale);

/// <summary>Reads lists of doctors.</summary>
sealed class DirectoryRows(NpgsqlDataSource dataSource, NextStarts starts)
{
    /// <summary>
    /// A word that all doctors have and one that three have want different plans, so each list is planned by what it asks for; a plan that
    /// is kept for any word takes every word for a rare one. For this transaction, which is the batch.
    /// </summary>
    const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true)";

    /// <param name="limit">How many at most.</param>
    /// <param name="now">In whole microseconds.</param>
    public async Task<List<DirectoryRow>> Read(DirectoryFilter filter, DirectoryPlace after, int limit, Instant now, CancellationToken ct)
    {
        var list = new DirectorySql(filter, now);
        if (list.NeedsNextStarts)
        {
            await starts.Settle((connection, token) => FindStale(connection, new DirectorySql(filter, now), token), now, ct);
        }

        var rows = await Read(list.Page(after, limit), list.Parameters, ct);
        // What a settled list was ordered by is what it tells, also where somebody has changed it in between.
        return list.NeedsNextStarts ? rows : await Renewed(rows, now, ct);
    }

    static async Task<List<Guid>> FindStale(NpgsqlConnection connection, DirectorySql list, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(PlanAnew);
        batch.Add(list.Stale(), list.Parameters);
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        List<Guid> stale = [];
        while (await row.ReadAsync(ct))
        {
            stale.Add(row.GetGuid(0));
        }

        return stale;
    }

    async Task<List<DirectoryRow>> Read(string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var batch = dataSource.CreateBatch();
        batch.Add(PlanAnew);
        batch.Add(sql, parameters);
        await using var row = await batch.ExecuteReaderAsync(ct);
        await row.NextResultAsync(ct);
        List<DirectoryRow> rows = [];
        while (await row.ReadAsync(ct))
        {
            var doctor = new DoctorRow(
                row.GetGuid(0), row.GetUtf8(3), row.GetInstantOrNull(5), row.IsDBNull(7) ? null : row.GetDecimal(7), row.GetInt32(8), row.IsDBNull(4) ? null : row.GetInt64(4));
            rows.Add(new(doctor, row.GetString(1), row.GetInt64(2), row.GetBoolean(6)));
        }

        return rows;
    }

    async Task<List<DirectoryRow>> Renewed(List<DirectoryRow> rows, Instant now, CancellationToken ct)
    {
        var stale = rows.FindAll(row => row.IsStale).ConvertAll(row => row.Doctor.Id);
        if (stale.Count == 0)
        {
            return rows;
        }

        var renewed = await starts.Renew(stale, now, ct);
        return rows.ConvertAll(row => row.IsStale ? row with { Doctor = row.Doctor with { NextAvailable = renewed.GetValueOrDefault(row.Doctor.Id) } } : row);
    }
}
