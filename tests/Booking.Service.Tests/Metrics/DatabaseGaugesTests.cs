using System.Net;
using Booking.EventStore.Rebuilding;
using Booking.Service.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace Booking.Service.Tests.Metrics;

/// <summary>What is counted in the database, and what readiness says of it.</summary>
public sealed class DatabaseGaugesTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Queues_and_open_matters_are_read_and_an_old_queue_degrades_readiness_and_nothing_more()
    {
        await service.AsOfNow();
        var gauges = service.Services.GetRequiredService<DatabaseGauges>();
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();
        // Leased, so that nobody delivers it while it is looked at.
        await using var command = new NpgsqlCommand("""
            insert into outbox (id, type, parks, body, deliver_at, correlation_id, actor, actor_role, created_at, lease, leased_until)
            values (gen_random_uuid(), 'read_payment', false, '{}', now() - interval '1 hour', '', 'system', 'system', now(), gen_random_uuid(), now() + interval '1 hour');
            insert into outbox (id, type, parks, body, deliver_at, correlation_id, actor, actor_role, created_at, dead_at)
            values (gen_random_uuid(), 'drive_payment', false, '{}', now(), '', 'system', 'system', now(), now());
            insert into anomalies (payment_id, number, kind, detail, found_at) values (gen_random_uuid(), 1, 'disputed', '', now());
            insert into projection_rebuilds (name, state, version, program, shape, fence, total, asked_by) values
                ('payments', 'failed', 1, '', '', 0, 10, 'ops'), ('coupons', 'building', 1, '', '', 0, 10, 'somebody who was killed');
            """, connection);
        await command.ExecuteNonQueryAsync();
        await using var running = await service.Services.GetRequiredService<ProjectionRebuilds>().Begin("waitlist", "test", TestContext.Current.CancellationToken);

        await gauges.Refresh(TestContext.Current.CancellationToken);

        Assert.Equal((1, 1, 1), (gauges.Value("booking.outbox.dead"), gauges.Value("booking.anomalies.open"), gauges.Value("booking.projection.rebuild.failed")));
        Assert.InRange(gauges.Value("booking.outbox.oldest_age") ?? 0, 3_500, 4_000);
        Assert.Null(gauges.Value("booking.database.archive.age"));
        Assert.Equal(0, gauges.Value("booking.projection.rebuild.left"));
        var ready = await service.Http().GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Contains("\"outbox\":\"degraded\"", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_database_a_node_still_tells_what_it_has_counted()
    {
        await using var database = await ServiceFixture.NewDatabase();
        await using var process = await ServiceProcess.Start(database.ConnectionString);
        using var http = new HttpClient { BaseAddress = process.Address };
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database;
        await using var connection = await service.Database.DataSource.OpenConnectionAsync();
        foreach (var sql in new[] { $"alter database {name} allow_connections false", $"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'" })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }

        var read = PrometheusReader.Read(await http.GetStringAsync("/metrics"));

        Assert.Equal(0, Assert.Single(read.Samples, s => s.Name == "booking_database_up").Value);
        Assert.DoesNotContain(read.Samples, s => s.Name.StartsWith("booking_outbox_pending", StringComparison.Ordinal));
        Assert.Contains(read.Samples, s => s.Name == "dotnet_process_memory_working_set_bytes");
    }
}
