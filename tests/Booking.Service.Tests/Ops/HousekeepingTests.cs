using Booking.EventStore;
using Booking.Service.Ops;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Ops;

public sealed class HousekeepingTests(ServiceFixture service) : IClassFixture<ServiceFixture>, IAsyncLifetime
{
    public async ValueTask InitializeAsync() => await service.AsOfNow();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Answers_that_no_repeat_can_ask_for_are_forgotten_and_younger_ones_kept()
    {
        await Plant("old", "73 hours", 2_500);
        await Plant("young", "71 hours", 3);

        var forgotten = await Housekeeping.Tidy(CancellationToken.None);

        Assert.Equal(2_500, forgotten);
        Assert.Equal(0L, await Scalar("select count(*) from idempotency where caller = 'old'"));
        Assert.Equal(3L, await Scalar("select count(*) from idempotency where caller = 'young'"));
    }

    [Fact]
    public async Task One_node_does_it_at_a_time_and_leaves_the_turn_to_the_next()
    {
        await Plant("waiting", "100 hours", 1);
        await using (var other = await service.Database.DataSource.OpenConnectionAsync())
        {
            await using var turn = new NpgsqlCommand("select pg_advisory_lock($1)", other).With(Pg.Long(Service.Ops.Housekeeping.LockKey));
            await turn.ExecuteNonQueryAsync();
            Assert.Equal(0, await Housekeeping.Tidy(CancellationToken.None));
            await using var done = new NpgsqlCommand("select pg_advisory_unlock($1)", other).With(Pg.Long(Service.Ops.Housekeeping.LockKey));
            await done.ExecuteNonQueryAsync();
        }

        Assert.Equal(1, await Housekeeping.Tidy(CancellationToken.None));
        Assert.Equal(0L, await Scalar($"select count(*) from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"));
    }

    [Fact]
    public async Task What_was_sent_to_integrators_is_forgotten_after_thirty_days()
    {
        await using var plant = service.Database.DataSource.CreateCommand("""
            insert into webhooks (id, number, url, events, sealed, version, created_at, created_by)
            values ('018f3a5e-0000-7000-8000-000000000001', 1, 'https://example.com/', '{*}', '', 1, now(), gen_random_uuid());
            insert into webhook_deliveries (id, webhook_id, event_id, type, stream_id, version, happened_at, state, created_at)
            select gen_random_uuid(), '018f3a5e-0000-7000-8000-000000000001', gen_random_uuid(), 'payment.paid', gen_random_uuid(), 1, now(), 'delivered',
                   now() - age from unnest(array['31 days', '30 days 1 minute', '29 days']::interval[]) age
            """);
        await plant.ExecuteNonQueryAsync();

        Assert.Equal(2, await Housekeeping.Tidy(CancellationToken.None));
        // It tells of an event that never was, which would be news to whoever checks this database next.
        Assert.Equal(1L, await Scalar("with gone as (delete from webhook_deliveries returning 1) select count(*) from gone"));
    }

    [Fact]
    public async Task Sent_messages_are_forgotten_after_ninety_days_and_counted_while_waiting_and_dead_ones_stay()
    {
        await using var plant = service.Database.DataSource.CreateCommand("""
            insert into outbox (id, parks, type, body, attempts, deliver_at, correlation_id, actor, actor_role, created_at, sent_at, dead_at, error)
            select gen_random_uuid(), false, kind, '{}', 1, now() + interval '9 years', '', 'system', 'system', now() - age,
                   case when kind like 'sent%' then now() - age end, case when kind = 'dead' then now() - age end, case when kind = 'dead' then 'no' end
              from (values ('sent_old', interval '91 days'), ('dead', interval '92 days'), ('waiting', interval '93 days'), ('sent_young', interval '89 days')) k (kind, age),
                   generate_series(1, 1500)
             order by age desc
            """);
        await plant.ExecuteNonQueryAsync();

        var forgotten = await Housekeeping.Tidy(CancellationToken.None);

        Assert.Equal(1_500, forgotten);
        Assert.Equal(4_500L, await Scalar("select count(*) from outbox where type in ('dead', 'waiting', 'sent_young')"));
        Assert.Equal("sent_old 1500", await Scalar("select string_agg(type || ' ' || messages, ',') from outbox_forgotten"));
        await Invariants.Check(service);
    }

    Housekeeping Housekeeping => service.Services.GetRequiredService<Housekeeping>();

    async Task Plant(string caller, string age, int rows)
    {
        await using var command = service.Database.DataSource.CreateCommand($"""
            insert into idempotency (caller, key, fingerprint, status, body, created_at)
            select '{caller}', n::text, '', 200, '', now() - interval '{age}' from generate_series(1, {rows}) n
            """);
        await command.ExecuteNonQueryAsync();
    }

    async Task<object?> Scalar(string sql)
    {
        await using var command = service.Database.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
