using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Npgsql;

namespace Booking.Service.TimeZones;

/// <summary>The invariant of promises: a live visit to come stands at the wall time that its parties were told, or is flagged.</summary>
/// <remarks>Visits that other rules than this process's judged last are left out: they are brought up to date when the rules are applied.</remarks>
public static class PromisedTimesCheck
{
    const string Name = "promised-times";

    const string Find = """
        select p.appointment_id, p.local_start, p.zone, a.starts_at
          from promised_times p join appointments a on a.id = p.appointment_id
         where p.live and p.starts_at > $1 and p.conflict is null and p.judged_by = $2
        """;

    /// <param name="most">How many are named; all are counted.</param>
    public static async Task<InvariantResult> Run(NpgsqlConnection connection, Instant now, int most, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Find, connection) { CommandTimeout = 0 }.With(Pg.At(now), Pg.Text(Zones.TzdbVersion));
        await using var row = await command.ExecuteReaderAsync(ct);
        var violations = 0L;
        List<string> examples = [];
        while (await row.ReadAsync(ct))
        {
            if (!Stands(TimeZoneTables.Wall.Parse(row.GetString(1)).Value, Zones.Get(row.GetString(2)), row.GetInstant(3)) && ++violations <= most)
            {
                examples.Add($"visit {row.GetGuid(0)}: promised {row.GetString(1)} {row.GetString(2)}, stands at {row.GetInstant(3)}");
            }
        }

        return new(Name, violations, examples);
    }

    /// <summary>A wall time that the clock skips is kept by the instant of the change.</summary>
    static bool Stands(LocalDateTime promised, DateTimeZone zone, Instant start)
    {
        var mapping = zone.MapLocal(promised);
        return mapping.Count == 0 ? mapping.LateInterval.Start == start : start.InZone(zone).LocalDateTime == promised;
    }
}
