using Booking.EventStore;
using Booking.Service.Availability;
using Booking.Service.Replicas;
using NodaTime;
using Npgsql;

namespace Booking.Service.Doctors;

/// <summary>A doctor of a list, and what the list is ordered by.</summary>
/// <param name="IsStale">Whether the next start is not known to be true now.</param>
readonly record struct DirectoryRow(DoctorRow Doctor, string FullName, long Fee, string Currency, bool IsStale);

/// <summary>Reads lists of doctors.</summary>
sealed class DirectoryRows(NextStarts starts, DirectoryWays ways)
{
    /// <summary>
    /// The statements of a list say themselves what is to be done for many and for few, so a plan is kept and costs nothing. It goes by
    /// indexes, also where a table is small today. And what is read here lies in memory, where a row found by an index costs little more than
    /// the next one. For this transaction, which is the batch.
    /// </summary>
    const string PlanOnce = """
        select set_config('random_page_cost', '1.1', true), set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
               set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    /// <summary>A place and what else is asked for may each be the rarer, so that list is planned by what it asks for.</summary>
    const string PlanAnew = "select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true)";

    /// <param name="limit">How many at most.</param>
    /// <param name="now">In whole microseconds.</param>
    /// <exception cref="NotOnReplicaException">The replica is not so far, or has next starts that have run out.</exception>
    public async Task<List<DirectoryRow>> Read(ReadPlace place, DirectoryFilter filter, DirectoryPlace after, int limit, Instant now, CancellationToken ct)
    {
        await using (var batch = place.Batch())
        {
            var (stale, rows) = await Read(place, batch, filter, after, limit, now, ct);
            if (stale.Count > 0 || rows.Exists(row => row.IsStale))
            {
                place.MustBePrimary();
            }

            if (stale.Count == 0)
            {
                return rows.Exists(row => row.IsStale) && !new DirectorySql(filter, now).NeedsNextStarts ? await Renewed(rows, now, ct) : rows;
            }
        }

        // What a settled list was ordered by is what it tells, also where somebody has changed it in between.
        await starts.Settle(
            async (connection, token) =>
            {
                await using var check = new NpgsqlBatch(connection);
                return (await Read(place, check, filter, after, limit: 0, now, token)).Stale;
            },
            now, ct);
        await using var settled = place.Batch();
        return (await Read(place, settled, filter, after, limit, now, ct)).Rows;
    }

    /// <summary>How the statements of a list are planned.</summary>
    public static string PlanOf(DirectorySql list) => list.IsPlannedAnew ? PlanAnew : PlanOnce;

    /// <summary>In one round trip: doctors whose next start must be known before the list means anything, and the list.</summary>
    async Task<(List<Guid> Stale, List<DirectoryRow> Rows)> Read(
        ReadPlace place, NpgsqlBatch batch, DirectoryFilter filter, DirectoryPlace after, int limit, Instant now, CancellationToken ct)
    {
        var (check, list) = (new DirectorySql(filter, now), new DirectorySql(filter, now, ways.Of(filter, after)));
        batch.Add(PlanOf(list));
        if (list.NeedsNextStarts)
        {
            batch.Add(check.Stale(), check.Parameters);
        }

        if (limit > 0)
        {
            // The text first: making it is what fills the parameters.
            var page = list.Page(after, limit);
            batch.Add(page, list.Parameters);
        }

        await using var row = await place.Execute(batch, ct);
        await row.NextResultAsync(ct);
        List<Guid> stale = [];
        if (list.NeedsNextStarts)
        {
            while (await row.ReadAsync(ct))
            {
                stale.Add(row.GetGuid(0));
            }

            await row.NextResultAsync(ct);
        }

        if (limit == 0)
        {
            return (stale, []);
        }

        var (rows, way) = await ReadPage(row, ct);
        if (stale.Count == 0)
        {
            ways.Learn(filter, after, way);
        }

        return (stale, rows);
    }

    static async Task<(List<DirectoryRow> Rows, DirectoryWay Way)> ReadPage(NpgsqlDataReader row, CancellationToken ct)
    {
        var way = DirectoryWay.Unknown;
        List<DirectoryRow> rows = [];
        while (await row.ReadAsync(ct))
        {
            var doctor = new DoctorRow(
                row.GetGuid(0), row.GetUtf8(3), row.GetInstantOrNull(5), row.IsDBNull(7) ? null : row.GetDecimal(7), row.GetInt32(8), row.IsDBNull(4) ? null : row.GetInt64(4));
            rows.Add(new(doctor, row.GetString(1), row.GetInt64(2), row.GetString(9), row.GetBoolean(6)));
            way = row.IsDBNull(10) ? way : (DirectoryWay)row.GetInt32(10);
        }

        return (rows, way);
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
