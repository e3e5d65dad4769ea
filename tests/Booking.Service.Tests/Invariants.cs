using Booking.EventStore;
using NodaTime;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests;

/// <summary>What must hold in the whole database, whatever a test did to it.</summary>
static class Invariants
{
    static readonly (string Name, string Sql)[] All =
    [
        ("no two live claims of a doctor overlap", """
            select count(*) from slot_claims a join slot_claims b on a.doctor_id = b.doctor_id and a.hold_id < b.hold_id and a.during && b.during
             where (a.lapses_at is null or a.lapses_at > $1) and (b.lapses_at is null or b.lapses_at > $1)
            """),
        ("each live visit has one claim", """
            select count(*) from appointments v where status in ('pending_payment', 'confirmed') and ends_at > $1
               and (select count(*) from slot_claims c where c.appointment_id = v.id) <> 1
            """),
        ("each claim of a visit has a live visit", """
            select count(*) from slot_claims c where appointment_id is not null
               and not exists (select from appointments v where v.id = c.appointment_id and v.hold_id = c.hold_id and status not in ('cancelled', 'refunded'))
            """),
        ("each live hold has one claim", """
            select count(*) from holds h where state = 'held' and until > $1
               and not exists (select from slot_claims c where c.hold_id = h.id and c.starts_at = h.starts_at and c.lapses_at = h.until)
            """),
        ("each visit has a hold of its own that was spent", """
            select count(*) from appointments v where not exists (select from holds h where h.id = v.hold_id and h.state = 'booked')
            """),
        ("versions of a stream are 1 to n", """
            select count(*) from mt_streams s left join (select stream_id, count(*) n, min(version) low, max(version) high from mt_events group by 1) e on e.stream_id = s.id
             where (n, low, high) is distinct from (s.version, 1, s.version)
            """),
    ];

    public static async Task Check(ServiceFixture service)
    {
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();
        foreach (var (name, sql) in All)
        {
            await using var command = new NpgsqlCommand(sql, connection).With(Pg.At(service.Now));
            if (sql.Contains("$1", StringComparison.Ordinal) is false)
                command.Parameters.Clear();
            Assert.True(await command.ExecuteScalarAsync() is 0L, name);
        }
    }

    public static async Task<long> Count(ServiceFixture service, string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql).With(parameters);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
