using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using Booking.Service.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;

namespace Booking.Service.Tests.Nodes;

/// <summary>An older node beside a newer program, whose migrations have run already.</summary>
public sealed class UpgradeTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_node_serves_on_when_a_newer_program_has_added_to_the_schema_and_is_not_started_again()
    {
        var clinic = await Clinic.Open(service);
        await using (var newer = service.Database.DataSource.CreateCommand("""
            alter table calendars add column of_the_future text not null default 'so';
            alter table slot_claims add column of_the_future int;
            create table of_the_future (id uuid primary key);
            insert into schema_migrations (version, name, checksum) values (9999, '9999_of_the_future', 'x')
            """))
            await newer.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, (await service.Http().GetAsync("/health/ready")).StatusCode);
        var visit = await clinic.Confirmed(service.Patient(), (await clinic.Free())[0]);
        Assert.Equal(AppointmentStatus.Confirmed, visit.Status);
        await Invariants.Check(service);

        var refused = await Assert.ThrowsAsync<MigrationRefusedException>(() => service.Services.GetRequiredService<Migrator>().IsCurrent(TestContext.Current.CancellationToken));
        Assert.Contains("9999", refused.Message, StringComparison.Ordinal);
        var schema = new Schema(service.Services.GetRequiredService<Migrator>(), service.Services.GetRequiredService<IHostEnvironment>());
        Assert.Contains("Run a newer program", (await Assert.ThrowsAsync<StartupRefusedException>(() => schema.Ensure(TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
    }

    /// <summary>A message of a type that only the newer program knows is left to it (<c>TakingTests</c>); its body is only written by it.</summary>
    [Fact]
    public async Task A_message_that_only_a_newer_program_knows_stays_until_that_one_comes()
    {
        await using (var ask = service.Database.DataSource.CreateCommand("""
            insert into outbox (id, parks, type, body, deliver_at, correlation_id, actor, actor_role, created_at)
            values (gen_random_uuid(), false, 'of_the_future', '{}', now() - interval '1 hour', '', 'system', 'system', now() - interval '1 hour')
            """))
            await ask.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var clinic = await Clinic.Open(service);
        _ = await clinic.Pending(service.Patient(), (await clinic.Free())[0]);
        const string Rest = "select count(*) from outbox where sent_at is null and dead_at is null and deliver_at <= now() and type <> 'of_the_future'";
        await Waiting.Until(async () => await Invariants.Count(service, Rest) == 0, "all that this program knows to be sent");

        Assert.Equal(1, await Invariants.Count(service, "select count(*) from outbox where type = 'of_the_future' and attempts = 0 and lease is null"));
    }
}
