using Booking.EventStore;
using Booking.Service.Doctors;
using Booking.Service.Replicas;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.FindingDoctors;

/// <summary>With two thousand doctors, no list reads them all: an index leads to those that are told, or to those that the filter leaves.</summary>
public sealed partial class DirectoryPlanTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    /// <summary>Each has hours on the day of its next start, as in life: who is found by hours and who by next start are the same.</summary>
    const string TwoThousand = """
        set session_replication_role = replica;
        with made as (select gen_random_uuid() as id, i from generate_series(1, 2000) i),
        doctor as (
            insert into doctors (id, full_name, email, phone, specialties, languages, standard_fee, currency, verified, accepting, version, body, search, item, place)
            select m.id, 'Plan ' || m.i, '', '', '{}', '{}', m.i * 100, (array['USD','EUR','AED','INR','JPY'])[1 + m.i % 5], true, true, 1, d.body,
                   array_to_tsvector(array['wplan', 'wrare' || m.i, 'sheart ' || m.i % 40, case when m.i % 50 = 0 then 'lmaori' else 'lenglish' end]), d.item,
                   point(-170 + (m.i * 7) % 340, -60 + m.i % 120)
              from made m, (select body, item from doctors limit 1) d),
        calendar as (
            insert into calendars (doctor_id, schedule_id, schedule_version, zone, verified, accepting, notice_minutes, horizon_days, hold_minutes, payment_minutes,
                                   manual_payment_hours, standard_fee, followup_fee, currency)
            select id, gen_random_uuid(), 1, 'UTC', true, true, 60, 60, 10, 35, 24, 100, 100, 'USD' from made),
        hours as (
            insert into offered_slots (doctor_id, type, date, window_start, window_end, slot_minutes, buffer_minutes, starts)
            select m.id, 'standard', current_date + d, current_date + d + time '09:00', current_date + d + time '10:00', 30, 0,
                   array[(current_date + d + time '09:00')::timestamptz] from made m, generate_series(1, 20) d
             where m.i % 100 = 0 or d % 5 > 0 or current_date + d = (current_date + 1 + time '09:00' + make_interval(mins => 30 * m.i))::date),
        rated as (insert into doctor_ratings (doctor_id, total, count) select id, 4 * (1 + i % 9) - i % 7 % 4, 1 + i % 9 from made where i % 2 = 0)
        insert into next_starts (doctor_id, starts_at, last_date, known_from, known_until)
        select id, current_date + 1 + time '09:00' + make_interval(mins => 30 * i), current_date + 60, '2000-01-01', '9998-01-01' from made;
        set session_replication_role = origin;
        analyze doctors, calendars, offered_slots, next_starts, doctor_ratings
        """;

    public async ValueTask InitializeAsync()
    {
        await service.AsOfNow();
        // Once for all rows of the theory: the fixture's database stays.
        if (await Invariants.Count(service, "select count(*) from doctors where full_name like 'Plan %'") > 0)
            return;
        await using var command = service.Database.DataSource.CreateCommand(TwoThousand);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", "doctors_by_name")]
    [InlineData("sort=fee", "doctors_by_currency_and_fee")]
    [InlineData("sort=nextAvailable", "next_starts_in_order")]
    [InlineData("sort=rating", "doctor_ratings_by_average")]
    [InlineData("query=rare7", "doctors_by_search")]
    [InlineData("query=plan", "doctors_by_name")]
    [InlineData("specialty=heart 7", "doctors_by_search")]
    [InlineData("specialty=heart 7&sort=nextAvailable", "doctors_by_search")]
    [InlineData("language=maori&sort=rating", "doctors_by_search")]
    [InlineData("specialty=heart 7&language=english&maxFee=90000&currency=USD", "doctors_by_search")]
    [InlineData("maxFee=400&currency=USD", "doctors_by_currency_and_fee")]
    [InlineData("near=10,10", "doctors_by_place")]
    [InlineData("near=10,179.9&sort=distance", "doctors_by_place")]
    [InlineData("days=5", "offered_slots_by_time")]
    public async Task A_list_is_read_by_an_index(string query, string index)
    {
        var errors = new FieldErrors();
        var filter = DirectoryFilter.Of(errors, Parsed(query));
        Assert.False(errors.Any);

        foreach (var after in Places(filter.Sort))
        {
            var list = new DirectorySql(filter, service.Now);
            var page = list.Page(after, 21);
            var plan = await Plan(DirectoryRows.PlanOf(list), page, list.Parameters);
            Assert.True(plan.Contains(index, StringComparison.Ordinal), plan);
            Assert.False(plan.Contains("Seq Scan on doctors", StringComparison.Ordinal) || plan.Contains("Seq Scan on offered_slots", StringComparison.Ordinal), plan);

            var check = new DirectorySql(filter, service.Now);
            Assert.DoesNotContain("Seq Scan", await Plan(DirectoryRows.PlanOf(check), check.Stale(), check.Parameters), StringComparison.Ordinal);
        }
    }

    async Task<string> Plan(string settings, string sql, NpgsqlParameter[] parameters)
    {
        await using var batch = service.Database.DataSource.CreateBatch();
        batch.Add(settings);
        batch.Add("explain " + sql, parameters);
        await using var row = await batch.ExecuteReaderAsync();
        await row.NextResultAsync();
        List<string> lines = [];
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }

    DirectoryQuery Parsed(string query)
    {
        var fields = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=')).ToDictionary(field => field[0], field => field[1], StringComparer.Ordinal);
        string? Of(string name) => fields.GetValueOrDefault(name);
        var day = Of("days") is { } days ? service.Now.InUtc().Date.PlusDays(int.Parse(days, System.Globalization.CultureInfo.InvariantCulture)) : (NodaTime.LocalDate?)null;
        string? At(int hour) => day?.At(new NodaTime.LocalTime(hour, 0)).InUtc().ToInstant().ToString();
        return new(
            Of("query"), Of("specialty"), Of("language"), Of("maxFee") is { } fee ? long.Parse(fee, System.Globalization.CultureInfo.InvariantCulture) : null, Of("currency"),
            At(8), At(11), Of("near"), RadiusKm: null, Of("sort"));
    }
}
